import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { ErrorNote } from './error-note'

const refusal = (status: number, code: string, detail: string) =>
  Object.assign(new Error(detail), { problem: { status, code, detail, request_id: 'r-7' } })

test('what went wrong is told with the number to ask by, and can be tried again', async () => {
  const again = vi.fn()
  await renderPage(<ErrorNote error={refusal(500, 'internal_error', 'KeyError')} onRetry={again} />)
  expect(screen.getByRole('alert').textContent).toBe(
    'Something went wrong on the server. Try again in a moment.Reference: r-7Try again',
  )
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(again).toHaveBeenCalledOnce()
})

test('where trying again cannot help nothing offers it', async () => {
  await renderPage(<ErrorNote error={refusal(409, 'conflict', 'It has already ended.')} />)
  expect(screen.getByRole('alert').textContent).toBe('It has already ended.Reference: r-7')
})
