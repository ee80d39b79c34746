import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { followPredictions } from '@/api/predictions/follow'
import type { components } from '@/api/generated/schema'
import { aPrediction } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import { WaitingSign } from './waiting-sign'

type Schemas = components['schemas']
const counted: ((waiting: number, processing?: number) => void)[] = []
const server = setupServer(
  http.get(
    '*/api/v1/summary',
    () =>
      new Promise<HttpResponse<Schemas['Summary']>>((answer) =>
        counted.push((waiting, processing = 0) => answer(HttpResponse.json({ waiting, processing, unserved: [] }))),
      ),
  ),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  counted.length = 0
})
afterAll(() => server.close())

const reads = (count: number) => waitFor(() => expect(counted).toHaveLength(count))

test('what is waiting and what is running count together', async () => {
  await renderPage(<WaitingSign />)
  await reads(1)
  counted[0]!(2, 1)
  expect(await screen.findByText('3 waiting')).toBeTruthy()
})

test('files that come while the first count is on its way are counted', async () => {
  const { client } = await renderPage(<WaitingSign />)
  await reads(1)
  followPredictions(client)({ type: 'prediction.updated', seq: 1, data: aPrediction({ id: 'a', status: 'queued' }) })
  followPredictions(client)({ type: 'prediction.updated', seq: 2, data: aPrediction({ id: 'b', status: 'queued' }) })
  // Counted before they came, told after.
  counted[0]!(0)
  await reads(2)
  counted[1]!(2)
  expect(await screen.findByText('2 waiting')).toBeTruthy()
})
