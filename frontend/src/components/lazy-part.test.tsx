import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { lazyPart } from './lazy-part'

const Greeting = ({ name }: { name: string }) => <p>Hello {name}</p>

beforeEach(() => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
})
afterEach(() => {
  vi.unstubAllGlobals()
})

/** Its code arrives as often as `arrives` says so. */
function late(arrives: boolean[]) {
  const load = vi.fn(() => (arrives.shift() ? Promise.resolve({ Greeting }) : Promise.reject(new TypeError('lost'))))
  return { Late: lazyPart(load, (m) => m.Greeting, <p>On its way</p>), load }
}

test('it shows what stands in its place while it is on its way, then itself', async () => {
  const { Late, load } = late([true])
  await renderPage(
    <>
      <Late name="Ada" />
      <Late name="Grace" />
    </>,
  )
  expect(screen.getAllByText('On its way')).toHaveLength(2)
  expect(await screen.findByText('Hello Ada')).toBeTruthy()
  expect(screen.getByText('Hello Grace')).toBeTruthy()
  expect(load).toHaveBeenCalledOnce()
})

test('a failure is told in its place, and is not for ever', async () => {
  const { Late } = late([false, false, true])
  await renderPage(<Late name="Ada" />)
  const again = () => screen.findByRole('button', { name: 'Try again' })
  expect(await screen.findByText('Not loaded yet')).toBeTruthy()
  await userEvent.click(await again())
  await userEvent.click(await again())
  expect(await screen.findByText('Hello Ada')).toBeTruthy()
})

test('the router may ask for it before, and again after a failure', async () => {
  const { Late, load } = late([false, true])
  await expect(Late.preload()).rejects.toMatchObject({ reason: 'unreachable' })
  await Late.preload()
  await Late.preload()
  expect(load).toHaveBeenCalledTimes(2)
  await renderPage(<Late name="Ada" />)
  expect(screen.getByText('Hello Ada')).toBeTruthy()
})

test('without a network its code is not asked for, since browsers keep what failed', async () => {
  const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  const { Late, load } = late([true])
  await expect(Late.preload()).rejects.toMatchObject({ reason: 'offline' })
  expect(load).not.toHaveBeenCalled()
  online.mockReturnValue(true)
  await Late.preload()
  expect(load).toHaveBeenCalledOnce()
})
