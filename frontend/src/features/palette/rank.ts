/** Stands before the id of a prediction, which the server has found by words that may not be shown. */
export const FOUND = 'found:'

/**
 * 1 for a line that is shown, 0 for one that is not: each word that is typed must begin a word of it. With letters that
 * are scattered, or inside a word, a command would come before the answers that were meant.
 */
export function rank(line: string, typed: string): number {
  if (line.startsWith(FOUND)) return 1
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return words.every((word) => beginsIn(line.toLowerCase(), word)) ? 1 : 0
}

function beginsIn(line: string, word: string): boolean {
  for (let at = line.indexOf(word); at !== -1; at = line.indexOf(word, at + 1)) {
    // Chinese has no gaps between its words, so that each sign may begin one.
    if (!/[\da-z]/.test(line[at - 1] ?? '')) return true
  }
  return false
}
