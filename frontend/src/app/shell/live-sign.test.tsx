import { act, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startLive, stopLive } from '@/live/live'
import { renderPage } from '@/testing/render-page'
import { LiveSign } from './live-sign'

const sockets: { onopen: () => void; onclose: () => void }[] = []
beforeEach(() => {
  sockets.length = 0
  vi.stubGlobal(
    'WebSocket',
    class {
      static readonly OPEN = 1
      readyState = 0
      onopen = () => undefined
      onclose = () => undefined
      close = () => undefined
      constructor() {
        sockets.push(this)
      }
    },
  )
})
afterEach(() => {
  act(stopLive)
  vi.unstubAllGlobals()
})

const sign = () => screen.getByRole('button')
async function hint() {
  await userEvent.hover(sign())
  const words = (await screen.findByRole('tooltip')).textContent
  await userEvent.unhover(sign())
  return words
}

test('it says whether answers appear by themselves, and a click connects again', async () => {
  await renderPage(<LiveSign />)
  expect(sign().textContent).toBe('Not live')
  act(startLive)
  expect(sign().textContent).toBe('Connecting')
  act(() => sockets[0]!.onopen())
  expect(sign().textContent).toBe('Live')
  expect(await hint()).toBe('Answers appear by themselves.')
  act(() => sockets[0]!.onclose())
  expect(sign().textContent).toBe('Not live')
  await userEvent.click(sign())
  expect(sockets).toHaveLength(2)
})

test('while it is down it says what the page does instead', async () => {
  await renderPage(<LiveSign />)
  expect(await hint()).toContain('The page checks every 3 seconds instead.')
})
