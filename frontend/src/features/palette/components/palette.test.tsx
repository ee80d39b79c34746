import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Moon, Sparkles, UserRound } from 'lucide-react'
import { beforeEach, expect, test, vi } from 'vitest'
import { aPrediction } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import type { PaletteCommand } from '../commands'
import { Palette } from './palette'

const dark = vi.fn()
const tryIt = vi.fn()
const close = vi.fn()
const commands: PaletteCommand[] = [
  { id: 'go:/', group: 'go', label: 'Try it', icon: Sparkles, run: tryIt },
  { id: 'theme:dark', group: 'settings', label: 'Theme: Dark', icon: Moon, run: dark },
  { id: 'go:/account', group: 'go', label: 'Account settings', icon: UserRound, run: vi.fn() },
]

/** The server knows one prediction, which the words "grey tabby" and "cat" find. */
const server = vi.fn((request: Request) => {
  const words = new URL(request.url).searchParams.get('q') ?? ''
  const found = request.url.includes('/predictions') && ['grey tabby', 'cat'].includes(words)
  return Promise.resolve(Response.json({ results: found ? [aPrediction()] : [], next: null }))
})

beforeEach(async () => {
  vi.clearAllMocks()
  vi.stubGlobal('fetch', server)
  await renderPage(<Palette commands={commands} onClose={close} />)
  await screen.findByRole('dialog')
})

test('typing narrows the commands and Enter runs the first of them', async () => {
  await userEvent.type(screen.getByRole('combobox'), 'dark{Enter}')
  expect(dark).toHaveBeenCalledOnce()
  expect(close).toHaveBeenCalledOnce()
  expect(tryIt).not.toHaveBeenCalled()
})

test('the arrow keys move and the ends are joined', async () => {
  await userEvent.keyboard('{ArrowUp}{Enter}')
  expect(dark).toHaveBeenCalledOnce()
})

test('what matches nothing is said so', async () => {
  await userEvent.type(screen.getByRole('combobox'), 'zzz')
  expect(await screen.findByText('Nothing found for “zzz”')).toBeTruthy()
  await waitFor(() => expect(screen.queryByRole('option')).toBeNull())
})

test('Escape closes and runs nothing', async () => {
  await userEvent.keyboard('{Escape}')
  expect(close).toHaveBeenCalledOnce()
  expect(dark).not.toHaveBeenCalled()
})

test('my predictions are found by words that only the server knows, once the typing pauses', async () => {
  await userEvent.type(screen.getByRole('combobox'), 'grey tabby')
  expect(await screen.findByRole('option', { name: /cat\.jpg/ })).toBeTruthy()
  const asked = server.mock.calls.filter(([request]) => request.url.includes('/predictions'))
  expect(asked.length).toBeLessThan('grey tabby'.length)
})

test('Enter opens the answer that was found, and no command that has the letters somewhere', async () => {
  await userEvent.type(screen.getByRole('combobox'), 'cat')
  const found = await screen.findByRole('option', { name: /cat\.jpg/ })
  expect(screen.getAllByRole('option')).toEqual([found])
  expect(found.getAttribute('aria-selected')).toBe('true')
})
