/** The text with `word`, which may be several or none, in the place of one of its words; its line breaks stay. */
export function withWord(text: string, index: number, word: string): string {
  // Words and the white space between them, in turn.
  const parts = text.trim().split(/(\s+)/)
  parts[2 * index] = word.trim()
  if (parts[2 * index] === '') parts[2 * index + 1] = ''
  return parts.join('').trim()
}
