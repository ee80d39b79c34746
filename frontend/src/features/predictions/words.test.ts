import { expect, test } from 'vitest'
import { withWord } from './words'

test.each([
  ['GO FOURWAR TEN', 1, 'FORWARD', 'GO FORWARD TEN'],
  ['GO FOURWAR TEN', 1, ' FOR WARD ', 'GO FOR WARD TEN'],
  ['GO FOURWAR TEN', 1, '', 'GO TEN'],
  ['GO FOURWAR TEN', 2, '', 'GO FOURWAR'],
  ['Go.\n\nTen meters', 1, 'Two', 'Go.\n\nTwo meters'],
  ['GO', 0, '', ''],
])('"%s", its word %i as "%s", is "%s"', (text, index, word, wanted) => {
  expect(withWord(text, index, word)).toBe(wanted)
})
