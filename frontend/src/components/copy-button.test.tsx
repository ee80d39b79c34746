import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { CopyButton } from './copy-button'

test('it copies and says so', async () => {
  const person = userEvent.setup()
  await renderPage(<CopyButton text="cat" />)
  await person.click(screen.getByRole('button', { name: 'Copy' }))
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy()
  expect(await navigator.clipboard.readText()).toBe('cat')
})
