import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fileOfDraft, recordingType, SoundRecorder } from './recorder'
import { dropDraft, savePiece } from './recording-draft'

let disk: string[] = []
vi.mock('./recording-draft', async (original) => ({
  ...(await original<object>()),
  readDraft: () => Promise.resolve(undefined),
  savePiece: vi.fn(),
  dropDraft: vi.fn(),
}))

/** Records as a browser does: a chunk when the test says so, the end in a later turn. */
class Machine {
  static last: Machine
  static isTypeSupported = () => true
  state = 'inactive'
  mimeType = 'audio/webm;codecs=opus'
  ondataavailable: (event: { data: Blob }) => void = () => undefined
  onstop = () => undefined
  constructor() {
    Machine.last = this
  }
  start = () => (this.state = 'recording')
  stop = () => {
    this.state = 'inactive'
    setTimeout(() => {
      this.chunk('end')
      this.onstop()
    })
  }
  pause = () => (this.state = 'paused')
  requestData = () => this.chunk('rest')
  chunk = (text: string) => this.ondataavailable({ data: new Blob([text]) })
}

const stopped = vi.fn()
beforeEach(() => {
  disk = []
  vi.mocked(savePiece).mockImplementation(async (number, { blob }) => {
    const text = new TextDecoder().decode(await blob.arrayBuffer())
    disk[number - 1] = text
  })
  vi.mocked(dropDraft).mockImplementation(() => {
    disk = []
    return Promise.resolve()
  })
  vi.stubGlobal('MediaRecorder', Machine)
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal(
    'AudioContext',
    class {
      createAnalyser = () => ({ fftSize: 0, getFloatTimeDomainData: () => undefined })
      createMediaStreamSource = () => ({ connect: () => undefined })
      close = () => Promise.resolve()
    },
  )
  vi.stubGlobal('navigator', {
    mediaDevices: { getUserMedia: () => Promise.resolve({ getTracks: () => [{ stop: stopped }] }) },
  })
})
afterEach(() => vi.unstubAllGlobals())

async function recording() {
  const recorder = new SoundRecorder(600)
  await recorder.open()
  expect(recorder.read().phase).toBe('ready')
  recorder.start()
  return recorder
}

test('each half second is on the disk at once, for a reload in between', async () => {
  await recording()
  Machine.last.chunk('one')
  await vi.waitFor(() => expect(disk).toEqual(['one']))
  Machine.last.chunk('two')
  await vi.waitFor(() => expect(disk).toEqual(['one', 'two']))
})

test('what was spoken up to a pause is on the disk', async () => {
  const recorder = await recording()
  recorder.pause()
  await vi.waitFor(() => expect(disk).toEqual(['rest']))
})

test('closing lets go of the microphone, and resolves when what was recorded so far is on the disk', async () => {
  const recorder = await recording()
  Machine.last.chunk('one')
  Machine.last.chunk('two')
  await recorder.close()
  expect(stopped).toHaveBeenCalled()
  expect(disk).toEqual(['one', 'two', 'end'])
})

test('what was stopped can be heard, and is off the disk once it is sent, however late the disk was', async () => {
  const recorder = await recording()
  Machine.last.chunk('one')
  recorder.stop()
  await vi.waitFor(() => expect(recorder.read().phase).toBe('review'))
  expect(recorder.read().draft?.blob.size).toBe('oneend'.length)
  await recorder.forget()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(disk).toEqual([])
})

test('the first type that the browser writes is taken, and the file is named by it', () => {
  expect(recordingType((type) => type.startsWith('audio/ogg'))).toBe('audio/ogg;codecs=opus')
  const draft = { blob: new Blob([], { type: 'audio/ogg;codecs=opus' }), duration: 1, peaks: [], at: '' }
  expect(fileOfDraft(draft, 'Recording 10-00')).toMatchObject({ name: 'Recording 10-00.ogg', type: 'audio/ogg' })
})

test('who allows the microphone after all is heard without leaving the window', async () => {
  const refusal = new DOMException('', 'NotAllowedError')
  const ask = vi
    .fn()
    .mockRejectedValueOnce(refusal)
    .mockResolvedValue({ getTracks: () => [] })
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: ask } })
  const recorder = new SoundRecorder(600)
  await recorder.open()
  expect(recorder.read().phase).toBe('denied')
  await recorder.open()
  expect(recorder.read().phase).toBe('ready')
})
