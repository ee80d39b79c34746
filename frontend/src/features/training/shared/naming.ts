const LONGEST = 63

/** "My Flowers (2).tar.gz" -> "my-flowers-2": a name that the server takes. */
export function slugOf(words: string): string {
  return withoutSuffix(words)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '')
}

/** "my_flowers.zip" -> "my flowers". */
export function titleOf(file: string): string {
  return withoutSuffix(file).replace(/[_-]+/g, ' ').trim()
}

function withoutSuffix(file: string): string {
  return file.replace(/\.(zip|tar|npz|onnx|tgz|tar\.(gz|bz2|xz))$/i, '')
}

export const ACCEPTED = '.zip,.tar,.tgz,.tar.gz,.tar.bz2,.tar.xz,.npz'

/** Whether the server could take a file of this name. */
export function isArchive(file: string): boolean {
  return /\.(zip|tar|npz|tgz|tar\.(gz|bz2|xz))$/i.test(file)
}

export const MODEL_FILES = '.zip,.tar,.tgz,.tar.gz,.onnx'

/** Whether it could be a model without code of its own. */
export function isModelFile(file: string): boolean {
  return /\.(zip|tar|tgz|tar\.gz|onnx)$/i.test(file)
}

/** The advice of a finding, with where in the page files are left out. */
export function adviceOf(advice: string, here: string): string {
  return advice.replaceAll('leave them out', here)
}
