/** Hands the reader a file that was made in the page. */
export function downloadBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the address after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

export function downloadJson(value: unknown, name: string): void {
  downloadBlob(new Blob([JSON.stringify(value, null, 2) + '\n'], { type: 'application/json' }), name)
}

/** "cat.photo.jpg" -> "cat.photo" */
export function stem(name: string): string {
  return name.replace(/\.[^.]+$/, '') || name
}
