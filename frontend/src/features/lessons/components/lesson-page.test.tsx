import { fireEvent, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Lesson, LessonPhoto } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import { LessonPage } from './lesson-page'

const aLesson = (change: Partial<Lesson> = {}): Lesson => ({
  id: 'a-lesson',
  title: 'Our cups',
  status: 'open',
  labels: [],
  photos: 0,
  looked_at: 0,
  ready: false,
  model: null,
  version: null,
  report: null,
  error: null,
  created_at: '2026-12-01T10:00:00Z',
  started_at: null,
  completed_at: null,
  ...change,
})
const aPhoto = (id: string, change: Partial<LessonPhoto> = {}): LessonPhoto => ({
  id,
  label: 'cup',
  name: `${id}.jpg`,
  size: 10,
  sha256: '',
  width: 40,
  height: 30,
  looked_at: true,
  twin: null,
  ...change,
})
const learned = aLesson({
  status: 'succeeded',
  labels: [
    { label: 'cup', photos: 20, missing: 0 },
    { label: 'pot', photos: 20, missing: 0 },
  ],
  photos: 40,
  looked_at: 40,
  ready: true,
  model: 'our-cups',
  version: 1,
  report: {
    photos: 40,
    right: 38,
    accuracy: 0.95,
    interval: [0.83, 0.99],
    labels: [
      { label: 'cup', photos: 20, right: 20, wants_more: false },
      { label: 'pot', photos: 20, right: 18, wants_more: true },
    ],
    confusions: [{ label: 'pot', taken_for: 'cup', count: 2 }],
    mistakes: [{ photo: 'p1', label: 'pot', taken_for: 'cup', score: 0.81 }],
  },
})

let lesson = aLesson()
let photos: LessonPhoto[] = []
const asked: string[] = []
const server = setupServer(
  http.get('*/api/v1/lessons/a-lesson', () => HttpResponse.json(lesson)),
  http.get('*/api/v1/lessons/a-lesson/photos', () => HttpResponse.json({ results: photos })),
  http.post('*/api/v1/lessons/a-lesson/photos', () => {
    asked.push('photos')
    photos = [aPhoto('p1')]
    lesson = aLesson({ labels: [{ label: 'cup', photos: 1, missing: 4 }], photos: 1, looked_at: 1 })
    const broken = { name: 'torn.jpg', code: 'invalid_media', detail: 'torn.jpg: it ends too early.' }
    return HttpResponse.json({ photos, left_out: [broken] }, { status: 201 })
  }),
  http.post('*/api/v1/lessons/a-lesson/learn', () => {
    asked.push('learn')
    lesson = learned
    return HttpResponse.json({ ...learned, status: 'queued', report: null, version: null }, { status: 202 })
  }),
  http.delete('*/api/v1/lessons/a-lesson/photos/:photo', ({ params }) => {
    asked.push(`remove ${String(params.photo)}`)
    return new HttpResponse(null, { status: 204 })
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  lesson = aLesson()
  photos = []
  asked.length = 0
})
afterAll(() => server.close())

const open = (named = ['cup', 'pot'], onName = vi.fn()) =>
  renderPage(
    <LessonPage
      id="a-lesson"
      named={named}
      onName={onName}
      camera={() => null}
      renderShare={(slug) => <button>Share {slug}</button>}
    />,
  )

test('photos that are dropped on a kind are counted, and what is broken is named', async () => {
  await open()
  const cups = await screen.findByRole('region', { name: 'cup' })
  expect(within(cups).getByText('5 more needed')).toBeTruthy()
  const files = [new File(['1'], 'p1.jpg', { type: 'image/jpeg' }), new File(['2'], 'torn.jpg', { type: 'image/jpeg' })]
  fireEvent.drop(cups, { dataTransfer: { files } })
  expect(await within(cups).findByText('4 more needed')).toBeTruthy()
  expect(within(cups).getByText('1 file was left out')).toBeTruthy()
  expect(within(cups).getByText('torn.jpg: it ends too early.')).toBeTruthy()
  expect(await within(cups).findByRole('img', { name: 'p1.jpg' })).toBeTruthy()
})

test('nothing is learned before there is enough', async () => {
  await open()
  const learn = await screen.findByRole('button', { name: 'Learn' })
  expect(learn.matches(':disabled')).toBe(true)
  expect(screen.getByText('Two kinds are needed, with five photos each.')).toBeTruthy()
})

test('one button learns, and how well it went is told in words, with what went wrong', async () => {
  lesson = { ...learned, status: 'open', report: null, version: null, model: null }
  await open()
  await userEvent.click(await screen.findByRole('button', { name: 'Learn' }))
  expect(await screen.findByText('Right 95 % of the time')).toBeTruthy()
  expect(screen.getByText(/it was right on 38 of 40\. .* between 83 % and 99 %/)).toBeTruthy()
  expect(screen.getByText('pot, taken for cup (81 % sure)')).toBeTruthy()
  expect(screen.getByText('More photos of these would help most: pot.')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Share our-cups' })).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Try it' }).getAttribute('href')).toBe('/?model=our-cups')
})

test('a photo that stands under two kinds, or cannot be read, is marked and can be removed', async () => {
  lesson = aLesson({ labels: [{ label: 'cup', photos: 2, missing: 3 }], photos: 3, looked_at: 3 })
  photos = [
    aPhoto('p1'),
    aPhoto('p2', { label: 'pot', twin: 'p1' }),
    aPhoto('p3', { unreadable: 'It ends too early.' }),
  ]
  await open()
  expect(await screen.findByText('also under cup')).toBeTruthy()
  expect(screen.getByText(/^1 photo stands under two kinds/)).toBeTruthy()
  expect(screen.getByText('cannot be read')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Remove p2.jpg' }))
  await vi.waitFor(() => expect(asked).toEqual(['remove p2']))
})

test('a kind is added by its name, once', async () => {
  const onName = vi.fn()
  await open(['cup'], onName)
  await userEvent.type(await screen.findByRole('textbox', { name: 'Another kind' }), 'pot{Enter}cup{Enter}')
  expect(onName.mock.calls).toEqual([['pot']])
})

test('while a worker looks at the photos it is told how far it is', async () => {
  lesson = aLesson({ status: 'queued', labels: learned.labels, photos: 40, looked_at: 12, ready: true })
  await open()
  expect(await screen.findByText('Looking at the photos: 12 of 40')).toBeTruthy()
})
