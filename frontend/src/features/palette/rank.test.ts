import { expect, test } from 'vitest'
import { FOUND, rank } from './rank'

test.each([
  ['begins with what is typed', 'Account', 'acc', 1],
  ['has a word that begins so', 'resnet-cifar10 ResNet', 'cifar', 1],
  ['has all words that are typed, in any order', 'Theme: Dark', 'dark the', 1],
  ['has a Chinese word', '转到账户', '账户', 1],
  ['is an answer that the server found', `${FOUND}01`, 'cat', 1],
  ['has the letters inside a word', 'Educated', 'cat', 0],
  ['has the letters scattered', 'Account settings', 'cat', 0],
  ['has only one of two words', 'Theme: Dark', 'dark cat', 0],
])('a line that %s', (_, line, typed, shown) => {
  expect(rank(line, typed)).toBe(shown)
})
