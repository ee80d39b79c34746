import { fireEvent, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { Toaster } from 'sonner'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Lesson, LessonPhoto, Prediction } from '@/api/types'
import { aPrediction } from '@/testing/predictions'
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
    unsure: [{ photo: 'p2', label: 'cup', score: 0.54 }],
  },
})

let lesson = aLesson()
let photos: LessonPhoto[] = []
let history: Prediction[] = []
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
  http.patch('*/api/v1/lessons/a-lesson/photos/:photo', async ({ params, request }) => {
    const change = (await request.json()) as Partial<LessonPhoto>
    asked.push(`${String(params.photo)} ${JSON.stringify(change)}`)
    return HttpResponse.json(aPhoto(String(params.photo), change))
  }),
  http.post('*/api/v1/lessons/a-lesson/rename', async ({ request }) => {
    asked.push(`rename ${JSON.stringify(await request.json())}`)
    return HttpResponse.json(lesson)
  }),
  http.get('*/api/v1/predictions', () => HttpResponse.json({ results: history, next: null, previous: null })),
  http.get('*/api/v1/predictions/trash', () => HttpResponse.json({ results: [] })),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  lesson = aLesson()
  photos = []
  asked.length = 0
})
afterAll(() => server.close())

const open = (named = ['cup', 'pot'], onNamed = vi.fn()) =>
  renderPage(
    <>
      <LessonPage
        id="a-lesson"
        named={named}
        onNamed={onNamed}
        camera={() => null}
        renderShare={(slug) => <button>Share {slug}</button>}
      />
      <Toaster />
    </>,
  )

test('photos that are dropped on a kind are counted, and what is broken is named', async () => {
  await open()
  const cups = await screen.findByRole('region', { name: 'cup' })
  expect(within(cups).getByText('5 more needed')).toBeTruthy()
  const files = [new File(['1'], 'p1.jpg', { type: 'image/jpeg' }), new File(['2'], 'torn.jpg', { type: 'image/jpeg' })]
  fireEvent.drop(cups, { dataTransfer: { getData: () => '', files, items: [] } })
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
  await vi.waitFor(() => expect(asked).toEqual(['p2 {"trashed":true}']))
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  await vi.waitFor(() => expect(asked).toEqual(['p2 {"trashed":true}', 'p2 {"trashed":false}']))
})

test('a photo is moved to another kind by a menu, or dragged there', async () => {
  lesson = learned
  photos = [aPhoto('p1'), aPhoto('p2')]
  await open()
  await userEvent.click(await screen.findByRole('button', { name: 'Move p1.jpg' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'pot' }))
  await vi.waitFor(() => expect(asked).toEqual(['p1 {"label":"pot"}']))
  const data = { getData: () => 'p2', files: [], items: [] }
  fireEvent.drop(screen.getByRole('region', { name: 'pot' }), { dataTransfer: data })
  await vi.waitFor(() => expect(asked).toEqual(['p1 {"label":"pot"}', 'p2 {"label":"pot"}']))
})

test('what it got wrong may have been shown under the wrong kind, and what it hardly knew is shown', async () => {
  lesson = learned
  await open()
  expect(await screen.findByText('cup (54 % sure)')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'It is cup: move it' }))
  await vi.waitFor(() => expect(asked).toEqual(['p1 {"label":"cup"}']))
})

test('a kind gets another name: on the server where it has photos, else in the address', async () => {
  lesson = aLesson({ labels: [{ label: 'cup', photos: 1, missing: 4 }], photos: 1, looked_at: 1 })
  photos = [aPhoto('p1')]
  const onNamed = vi.fn()
  await open(['cup', 'pot'], onNamed)
  await userEvent.click(await screen.findByRole('button', { name: 'Rename cup' }))
  await userEvent.clear(screen.getByLabelText('New name of cup'))
  await userEvent.type(screen.getByLabelText('New name of cup'), 'mug{Enter}')
  await vi.waitFor(() => expect(onNamed).toHaveBeenCalledWith(['mug', 'pot']))
  expect(asked).toEqual(['rename {"label":"cup","to":"mug"}'])
  await userEvent.click(screen.getByRole('button', { name: 'Remove the kind pot' }))
  expect(onNamed).toHaveBeenLastCalledWith(['cup'])
})

test('pictures of the history are put under a kind, and those that a person gave it are chosen', async () => {
  const sent = (id: string, feedback: Prediction['feedback'] = null) => {
    const input = { ...aPrediction().input, name: `${id}.jpg`, sha256: id, thumbnail_url: `/${id}` }
    return aPrediction({ id, input, feedback })
  }
  history = [sent('a'), sent('b', { correct: false, label: 'Cup', at: '2026-11-22T10:00:00Z' })]
  const bodies: FormData[] = []
  server.use(
    http.post('*/api/v1/lessons/a-lesson/photos', async ({ request }) => {
      bodies.push(await request.formData())
      return HttpResponse.json({ photos: [], left_out: [] }, { status: 201 })
    }),
  )
  await open()
  const cups = await screen.findByRole('region', { name: 'cup' })
  await userEvent.click(within(cups).getByRole('button', { name: 'From History' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(await dialog.findByRole('button', { name: 'b.jpg, Cup', pressed: true })).toBeTruthy()
  await userEvent.click(dialog.getByRole('button', { name: 'a.jpg, cat', pressed: false }))
  await userEvent.click(dialog.getByRole('button', { name: 'Add 2 photos' }))
  await vi.waitFor(() => expect(bodies[0]?.getAll('prediction').toSorted()).toEqual(['a', 'b']))
  expect(bodies[0]?.get('label')).toBe('cup')
})

test('a kind is added by its name, once, however it was typed', async () => {
  const onNamed = vi.fn()
  await open(['café'], onNamed)
  const box = await screen.findByRole('textbox', { name: 'Another kind' })
  await userEvent.type(box, 'pot{Enter}cafe\u0301 {Enter}')
  expect(onNamed.mock.calls).toEqual([[['café', 'pot']]])
})

test('while a worker looks at the photos it is told how far it is', async () => {
  lesson = aLesson({ status: 'queued', labels: learned.labels, photos: 40, looked_at: 12, ready: true })
  await open()
  expect(await screen.findByText('Looking at the photos: 12 of 40')).toBeTruthy()
})
