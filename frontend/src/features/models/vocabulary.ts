const SPECIAL = /^(<.*>|\[.*\])$/

/** What the recogniser can write, without the tokens that only CTC needs; `|` stands for the space between words. */
export function writable(vocabulary: readonly string[]): { signs: string[]; space: boolean } {
  const signs = vocabulary.filter((token) => !SPECIAL.test(token) && token !== '|' && token.trim() !== '')
  return { signs: signs.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)), space: vocabulary.includes('|') }
}

/** Letters, then digits, then the rest. */
function rank(sign: string): number {
  return /^\p{L}/u.test(sign) ? 0 : /^\p{N}/u.test(sign) ? 1 : 2
}
