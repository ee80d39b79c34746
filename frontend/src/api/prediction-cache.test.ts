import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { keys } from './keys'
import { insertRecent } from './prediction-cache'
import type { Prediction, PredictionPage } from './types'

test('a prediction that came while the list was being read is not hidden by what was read before it', async () => {
  const client = new QueryClient()
  const answers: ((page: PredictionPage) => void)[] = []
  const observer = new InfiniteQueryObserver(client, {
    queryKey: keys.recentPredictions,
    queryFn: () => new Promise<PredictionPage>((answer) => answers.push(answer)),
    initialPageParam: null,
    getNextPageParam: () => null,
  })
  const leave = observer.subscribe(() => undefined)
  const came = { id: 'a', created_at: '2026-11-22T10:00:00Z', status: 'queued', attempt: 0 } as Prediction

  insertRecent(client, came)
  answers[0]?.({ results: [], next: null })
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[1]?.({ results: [came], next: null })

  await vi.waitFor(() => expect(observer.getCurrentResult().data?.pages[0]?.results).toEqual([came]))
  leave()
})
