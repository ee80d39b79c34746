/** Whether its bytes can be had: not those of a folder that the browser takes for a file, nor of one that was moved since. */
export function isReadable(file: Blob): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    )
}
