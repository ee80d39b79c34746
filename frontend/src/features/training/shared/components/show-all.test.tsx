import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { ShowAll } from './show-all'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `item ${index}`)
const list = (count: number) => <ShowAll items={numbers(count)} keyOf={(item) => item} row={(item) => item} />

test('a long list shows its newest, and the rest when it is asked for', async () => {
  await renderPage(list(20))
  expect(screen.getAllByRole('listitem')).toHaveLength(8)
  await userEvent.setup().click(screen.getByRole('button', { name: 'Show all 20' }))
  expect(screen.getAllByRole('listitem')).toHaveLength(20)
  expect(screen.queryByRole('button')).toBeNull()
})

test('nobody is asked to click for a single one', async () => {
  await renderPage(list(9))
  expect(screen.getAllByRole('listitem')).toHaveLength(9)
})
