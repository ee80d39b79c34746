import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import type { Model } from '@/api/types'
import { renderPage } from '@/testing/render-page'
import type { Choice } from '../choice'
import { OptionFields } from './option-fields'

const properties = {
  top_k: { type: 'integer', default: 5, minimum: 1, maximum: 100, description: 'How many.' },
  of_a_later_server: { type: 'boolean', default: false, description: 'Only the server knows.' },
}
const models = [
  { slug: 'pets', kind: 'image-classification', is_default: true, options_schema: { properties } },
  { slug: 'ear', kind: 'speech-recognition', is_default: true, options_schema: { properties: {} } },
] as unknown as Model[]

async function opened(first: Choice = {}) {
  const chosen = vi.fn()
  function Form() {
    const [choice, setChoice] = useState(first)
    const change = (next: Choice) => {
      chosen(next)
      setChoice(next)
    }
    return <OptionFields models={models} choice={choice} onChoice={change} />
  }
  await renderPage(<Form />)
  await userEvent.click(screen.getByRole('button', { name: 'Options' }))
  await screen.findByRole('textbox', { name: 'Labels' })
  return chosen
}

const labels = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Labels' })

async function type(text: string) {
  await userEvent.clear(labels())
  await userEvent.type(labels(), text)
}

test('what differs from the usual goes along, and nothing else', async () => {
  const chosen = await opened()
  expect(labels().value).toBe('5')
  await type('3')
  expect(chosen).toHaveBeenLastCalledWith({ options: { 'image-classification': { top_k: 3 } } })
  await type('5')
  expect(chosen).toHaveBeenLastCalledWith({ options: { 'image-classification': undefined } })
})

test('a value out of its bounds is named and does not go along', async () => {
  const chosen = await opened({ options: { 'image-classification': { top_k: 3 } } })
  expect(labels().value).toBe('3')
  await type('101')
  expect(screen.getByText('At most 100.')).toBeTruthy()
  expect(chosen).toHaveBeenLastCalledWith({ options: { 'image-classification': undefined } })
})

test('an option that the page has no words for is offered in those of the server', async () => {
  const chosen = await opened()
  await userEvent.click(screen.getByRole('checkbox', { name: /Of a later server/ }))
  expect(screen.getByText('Only the server knows.')).toBeTruthy()
  expect(chosen).toHaveBeenLastCalledWith({ options: { 'image-classification': { of_a_later_server: true } } })
})

test('a model whose kind has no options offers none', async () => {
  await renderPage(<OptionFields models={models} choice={{ model: 'ear' }} onChoice={vi.fn()} />)
  expect(screen.queryByRole('button', { name: 'Options' })).toBeNull()
})
