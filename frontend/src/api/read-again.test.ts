import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { readAgain } from './read-again'

const queryKey = ['count']

function page() {
  const client = new QueryClient()
  const reads: ((count: number) => void)[] = []
  const observer = new QueryObserver(client, {
    queryKey,
    queryFn: () => new Promise<number>((answer) => reads.push(answer)),
  })
  observer.subscribe(() => undefined)
  const answer = (read: number, count: number) => reads[read]?.(count)
  return { client, reads, answer, shown: () => observer.getCurrentResult().data }
}

test('a first answer that was written before the change is not the last word', async () => {
  const { client, reads, answer, shown } = page()
  readAgain(client, queryKey)
  answer(0, 0)
  await vi.waitFor(() => expect(reads).toHaveLength(2))
  answer(1, 2)
  await vi.waitFor(() => expect(shown()).toBe(2))
})

test('many changes during one read are followed by one read, not by one each', async () => {
  const { client, reads, answer, shown } = page()
  answer(0, 0)
  await vi.waitFor(() => expect(shown()).toBe(0))
  for (let change = 0; change < 20; change++) readAgain(client, queryKey)
  expect(reads).toHaveLength(2)
  answer(1, 1)
  await vi.waitFor(() => expect(reads).toHaveLength(3))
  answer(2, 20)
  await vi.waitFor(() => expect(shown()).toBe(20))
  expect(reads).toHaveLength(3)
})
