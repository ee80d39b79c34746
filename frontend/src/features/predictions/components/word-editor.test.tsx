import { act, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { renderPage } from '@/testing/render-page'
import { WordEditor } from './word-editor'

test('a word is not written over another that stands there by now', async () => {
  const save = vi.fn(() => Promise.resolve())
  const end = vi.fn()
  let correctElsewhere: (word: string) => void = () => undefined
  function Word() {
    const [word, setWord] = useState('CLUBS')
    correctElsewhere = setWord
    return <WordEditor word={word} onSave={save} onEnd={end} />
  }
  await renderPage(<Word />)
  await userEvent.type(screen.getByRole('textbox', { name: 'Correct “CLUBS”' }), 'HEARTS')
  act(() => correctElsewhere('OF'))
  await userEvent.keyboard('{Enter}')
  expect(save).not.toHaveBeenCalled()
  expect(end).toHaveBeenCalledOnce()
})
