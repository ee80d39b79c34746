import { beforeEach, expect, type MockInstance, test, vi } from 'vitest'
import { SoundPlayback } from './sound-playback'

const played: string[] = []
let returned: MockInstance<typeof URL.revokeObjectURL>
beforeEach(() => {
  played.length = 0
  vi.stubGlobal(
    'Audio',
    class {
      paused = true
      currentTime = 0
      onplay = () => undefined
      onpause = () => undefined
      readonly address: string
      constructor(address: string) {
        this.address = address
      }
      play = () => {
        played.push(this.address)
        this.onplay()
        return Promise.resolve()
      }
      pause = () => this.onpause()
    },
  )
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:made')
  returned = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue()
})

test('bytes get an address while somebody listens, and it is given back afterwards', async () => {
  const source = vi.fn(() => Promise.resolve(new Blob(['waves'])))
  const sound = new SoundPlayback(source)
  const leave = sound.subscribe(() => undefined)
  await sound.play(0)
  await sound.play(1)
  expect(played).toEqual(['blob:made', 'blob:made'])
  expect(source).toHaveBeenCalledOnce()
  expect(returned).not.toHaveBeenCalled()
  leave()
  expect(returned).toHaveBeenCalledWith('blob:made')
  expect(sound.read().playing).toBe(false)
})

test('an address of somebody else is not taken from them', async () => {
  const sound = new SoundPlayback(() => Promise.resolve('blob:preview'))
  const leave = sound.subscribe(() => undefined)
  await sound.play(0)
  leave()
  expect(played).toEqual(['blob:preview'])
  expect(returned).not.toHaveBeenCalled()
})

test('a sound that cannot be had is said to have failed', async () => {
  const sound = new SoundPlayback(() => Promise.reject(new Error('gone')))
  await sound.play(0)
  expect(sound.read()).toMatchObject({ failed: true, playing: false })
})

test('one sound silences the other', async () => {
  const first = new SoundPlayback(() => Promise.resolve('blob:1'))
  const second = new SoundPlayback(() => Promise.resolve('blob:2'))
  await first.play(0)
  expect(first.read().playing).toBe(true)
  await second.play(0)
  expect(first.read().playing).toBe(false)
})
