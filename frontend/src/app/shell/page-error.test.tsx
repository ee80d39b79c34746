import { act, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { unreachable } from '@/api/problem'
import { LoadError } from '@/lib/load-code'
import { renderPage } from '@/testing/render-page'
import { PageError } from './page-error'

const show = async (error: Error) => {
  const reset = vi.fn()
  await renderPage(<PageError error={error} reset={reset} />)
  return reset
}

test('a place that was not loaded opens when the network is back, without a click', async () => {
  const reset = await show(new LoadError('offline', null))
  expect(screen.getByRole('heading', { name: 'Not loaded yet' })).toBeTruthy()
  act(() => void window.dispatchEvent(new Event('online')))
  expect(reset).toHaveBeenCalledOnce()
})

test('a newer page is to be loaded, not the old one tried again', async () => {
  await show(new LoadError('newer', null))
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
})

test('a server that does not answer is said to be just that', async () => {
  const reset = await show(unreachable())
  expect(screen.getByText('The server does not answer. Check your connection, then try again.')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(reset).toHaveBeenCalledOnce()
})

test('a fault of the page itself is not blamed on the network', async () => {
  await show(new Error('x is undefined'))
  expect(screen.getByRole('heading', { name: 'This page stopped working' })).toBeTruthy()
})
