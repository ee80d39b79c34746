import { expect, test } from 'vitest'
import { everywhere, wordsOf } from './place-words'

const sources = import.meta.glob<string>('@/features/training/**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The namespaces of a file and of all that it imports from training. */
function spokenBy(file: string, seen = new Set<string>()): Set<string> {
  const found = new Set<string>()
  if (seen.has(file)) return found
  seen.add(file)
  const source = sources[file] ?? ''
  for (const [call] of source.matchAll(/useTranslation\([^)]*\)/g))
    for (const [, name] of call.matchAll(/'([\w-]+)'/g)) found.add(name ?? '')
  for (const [, path] of source.matchAll(/(?:from|import\() ?'(\.[^']*)'/g)) {
    const { pathname } = new URL(path ?? '', `file://${file}`)
    const target = [`${pathname}.tsx`, `${pathname}.ts`].find((name) => name in sources)
    if (target) for (const name of spokenBy(target, seen)) found.add(name)
  }
  return found
}

test('each page of training fetches the words that it and its parts show, and no others', () => {
  for (const [page, words] of Object.entries(wordsOf)) {
    const file = Object.keys(sources).find((name) => name.endsWith(`/${page}.tsx`)) ?? page
    const spoken = [...spokenBy(file)].filter((name) => name !== 'app' && !everywhere.includes(name as 'training'))
    expect([page, spoken.sort()]).toEqual([page, words])
  }
})
