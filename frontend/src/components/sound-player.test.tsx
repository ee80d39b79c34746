import { fireEvent, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { PlaybackState, SoundPlayback } from '@/lib/sound-playback'
import { renderPage } from '@/testing/render-page'
import { SoundPlayer } from './sound-player'

async function show(state: Partial<PlaybackState>) {
  const playback = { toggle: vi.fn(), seek: vi.fn() }
  await renderPage(
    <SoundPlayer
      playback={playback as unknown as SoundPlayback}
      state={{ playing: false, time: 0, failed: false, ...state }}
      peaks={[]}
      duration={65}
    />,
  )
  return playback
}

test('it plays, and its clock tells where it is of how much', async () => {
  const { toggle } = await show({ time: 3.9 })
  expect(screen.getByText('0:03 / 1:05')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Play' }))
  expect(toggle).toHaveBeenCalledOnce()
})

test('while it plays it can be paused, and jumped about in', async () => {
  const { seek } = await show({ playing: true, time: 99 })
  expect(screen.getByRole('button', { name: 'Pause' })).toBeTruthy()
  const position = screen.getByRole('slider', { name: 'Position in the sound' })
  expect(position.getAttribute('aria-valuetext')).toBe('1:05 / 1:05')
  fireEvent.change(position, { target: { value: '12.5' } })
  expect(seek).toHaveBeenCalledWith(12.5)
})
