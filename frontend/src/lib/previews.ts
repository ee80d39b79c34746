/** Object URLs of files that this page sent itself: shown at once, with no download of what we just uploaded. */
const previews = new Map<string, string>()
const MOST = 200

export function keepPreview(id: string, file: Blob): void {
  if (previews.has(id)) return
  previews.set(id, URL.createObjectURL(file))
  // Each holds its file in memory; the oldest can be read from the server again.
  const oldest = previews.keys().next().value
  if (previews.size > MOST && oldest !== undefined) dropPreview(oldest)
}

export function previewOf(id: string): string | undefined {
  return previews.get(id)
}

export function dropPreview(id: string): void {
  const url = previews.get(id)
  if (url) URL.revokeObjectURL(url)
  previews.delete(id)
}
