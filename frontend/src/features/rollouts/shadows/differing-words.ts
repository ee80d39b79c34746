/** A text in three parts: what both begin with, what is its own, what both end with. */
export type Parts = readonly [begin: string, own: string, end: string]

/** Which words of two texts differ; of two labels all of it. */
export function differingWords(one: string, other: string): [Parts, Parts] {
  const [mine, theirs] = [one.split(' '), other.split(' ')]
  const most = Math.min(mine.length, theirs.length)
  let begin = 0
  while (begin < most && mine[begin] === theirs[begin]) begin += 1
  let end = 0
  while (end < most - begin && mine.at(-1 - end) === theirs.at(-1 - end)) end += 1
  const parts = (words: string[]): Parts => [
    words.slice(0, begin).join(' '),
    words.slice(begin, words.length - end).join(' '),
    words.slice(words.length - end).join(' '),
  ]
  return [parts(mine), parts(theirs)]
}
