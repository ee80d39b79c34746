import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { uuid7 } from '@/lib/uuid7'
import { aPrediction } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import { Feed } from './feed'

// Without a layout no row is near the window: all are drawn here.
vi.mock('@/components/use-window-list', () => ({
  useWindowList: ({ count }: { count: number }) => ({
    shown: Array.from({ length: count }, (_, index) => ({ index, key: index, top: 0, height: 57 })),
  }),
}))

const now = Date.now()
const chosen = (name: string, milliseconds: number) => ({ id: uuid7(now + milliseconds), name })
// The first: an id is never older than the one before.
const patient = chosen('patient', -86_400_000)
type Chosen = ReturnType<typeof chosen>

function answered({ id, name }: Chosen, arrived: number) {
  const { input } = aPrediction()
  return aPrediction({ id, created_at: new Date(now + arrived).toISOString(), input: { ...input, name } })
}

async function names(uploads: Chosen[], predictions: ReturnType<typeof answered>[]) {
  const feed = (
    <Feed
      uploads={uploads}
      renderUpload={({ name }) => <a href="#x">{name}</a>}
      predictions={predictions}
      view="table"
      onEnd={() => undefined}
    />
  )
  const { unmount } = await renderPage(feed)
  const shown = screen.getAllByRole('link').map((link) => link.textContent)
  unmount()
  return shown
}

test('a file keeps its place when it becomes an answer before those that were chosen with it', async () => {
  const [one, two, three, four] = ['1', '2', '3', '4'].map((name, step) => chosen(name, step)) as [
    Chosen,
    Chosen,
    Chosen,
    Chosen,
  ]
  const order = ['4', '3', '2', '1']
  expect(await names([one, two, three, four], [])).toEqual(order)
  expect(await names([one, three, four], [answered(two, 90)])).toEqual(order)
  expect(await names([three], [answered(four, 200), answered(two, 90), answered(one, 300)])).toEqual(order)
})

test('what waits for the network since yesterday stands on top, where it will arrive', async () => {
  const answer = chosen('answer', -1000)
  expect(await names([patient], [answered(answer, -900)])).toEqual(['patient', 'answer'])
})
