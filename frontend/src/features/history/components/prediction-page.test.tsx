import { act, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { keys } from '@/api/keys'
import { thisMoment } from '@/api/predictions/journal'
import { classificationOf, type Prediction } from '@/api/types'
import { page, prediction } from '@/testing/prediction-pages'
import { renderPage } from '@/testing/render-page'
import { PredictionPage } from './prediction-page'

let shown: Prediction | null = null
const server = setupServer(
  http.get('*/api/v1/predictions/:id', () =>
    shown
      ? HttpResponse.json(shown)
      : HttpResponse.json({ code: 'not_found', status: 404, detail: 'No.', title: '' }, { status: 404 }),
  ),
  http.get('*/api/v1/predictions/:id/events', () =>
    HttpResponse.json({
      results: [
        {
          seq: 1,
          type: 'prediction.updated',
          at: '2026-11-22T10:00:00.000000Z',
          data: { ...shown, status: 'queued', attempt: 0 },
        },
        {
          seq: 2,
          type: 'prediction.updated',
          at: '2026-11-22T10:00:00.012000Z',
          data: { ...shown, status: 'processing' },
        },
        { seq: 3, type: 'prediction.updated', at: '2026-11-22T10:00:00.090000Z', data: shown },
      ],
    }),
  ),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

function show(n = 1) {
  const handlers = { onCancel: vi.fn(), onRetry: vi.fn(), onDelete: vi.fn(), onOpen: vi.fn() }
  const piece = (
    <PredictionPage
      id={prediction(n).id}
      renderAnswer={(prediction) => <p>{classificationOf(prediction)?.labels[0]?.label}</p>}
      renderOthers={() => null}
      renderCode={(prediction) => <p>curl {prediction.input.name}</p>}
      {...handlers}
    />
  )
  return renderPage(piece).then((view) => ({ ...view, ...handlers }))
}

test('it shows the answer, where the time went, what happened, and which version answered', async () => {
  shown = prediction(1, {
    created_at: '2026-11-22T10:00:00.000000Z',
    started_at: '2026-11-22T10:00:00.012000Z',
    completed_at: '2026-11-22T10:00:00.090000Z',
    metrics: {
      queue_time: 0.012,
      preprocess_time: 0.004,
      predict_time: 0.061,
      postprocess_time: 0.0004,
      total_time: 0.09,
      batch_size: 3,
    },
  })
  await show()
  expect(await screen.findByRole('heading', { level: 1, name: 'photo-1.jpg' })).toBeTruthy()
  expect(screen.getByText('cat')).toBeTruthy()
  expect(screen.getByRole('row', { name: /Running the model 61 ms 68\s%/ })).toBeTruthy()
  expect(screen.getByRole('row', { name: /Reading the answer 0.4 ms < 1\s%/ })).toBeTruthy()
  expect(screen.getByText('3 pictures or pieces of sound together')).toBeTruthy()
  const link = screen.getByRole('link', { name: 'resnet-cifar10 version 3' })
  expect(link.getAttribute('href')).toBe('/models/resnet-cifar10#version-3')
  expect(await screen.findByText('Answered')).toBeTruthy()
  expect(screen.getByText('+90 ms')).toBeTruthy()
})

test('an answer that was known says so in the place of attempts and times', async () => {
  const nothing = { queue_time: null, preprocess_time: null, predict_time: null, postprocess_time: null, total_time: 0 }
  shown = prediction(1, { cached: true, attempt: 0, metrics: { ...nothing, batch_size: null } })
  await show()
  expect(await screen.findByText('Known from an earlier answer. Nothing was computed.')).toBeTruthy()
  expect(screen.queryByText('Attempt')).toBeNull()
})

test('the JSON is one click away', async () => {
  shown = prediction(1)
  await show()
  await userEvent.click(await screen.findByText('JSON, as a program reads it'))
  expect(screen.getByRole('region', { name: 'JSON, as a program reads it' }).textContent).toBe(
    JSON.stringify(shown, null, 2),
  )
})

test('the request as code is one click away', async () => {
  shown = prediction(1)
  await show()
  expect(screen.queryByText('curl photo-1.jpg')).toBeNull()
  await userEvent.click(await screen.findByText('This request as code'))
  expect(screen.getByText('curl photo-1.jpg')).toBeTruthy()
})

test('J and K lead to the neighbours in the list, and not while somebody writes', async () => {
  shown = prediction(2)
  const { client, onOpen } = await show(2)
  const rows = { ...page([3, 2, 1], null), moment: thisMoment() }
  act(() => {
    client.setQueryData(keys.predictionList({}), { pages: [rows], pageParams: [undefined] })
    client.setQueryData(keys.prediction(prediction(2).id), { ...shown })
  })
  await userEvent.keyboard('j')
  await userEvent.keyboard('k')
  expect(onOpen.mock.calls).toEqual([[prediction(1).id], [prediction(3).id]])
  await userEvent.click(screen.getByRole('button', { name: 'Older answer (J)' }))
  expect(onOpen).toHaveBeenLastCalledWith(prediction(1).id)
})

test('what waits can be canceled, what has ended can run again', async () => {
  shown = prediction(1, { status: 'queued', output: null, position: 1 })
  const waiting = await show()
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }))
  expect(waiting.onCancel).toHaveBeenCalledWith(shown.id)
  waiting.unmount()
  shown = prediction(1)
  const ended = await show()
  await userEvent.click(await screen.findByRole('button', { name: 'Run again' }))
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }))
  expect(ended.onRetry).toHaveBeenCalledWith(shown.id)
  expect(ended.onDelete).toHaveBeenCalledWith(shown.id)
})

test('an id that there is not leads back to the list', async () => {
  shown = null
  await show()
  expect(await screen.findByRole('heading', { name: 'There is no such answer' })).toBeTruthy()
  expect(screen.getByRole('link', { name: 'All answers' })).toBeTruthy()
})
