import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'

export interface TestFile {
  name: string
  mimeType: string
  buffer: Buffer
}

const FIXTURES = join(import.meta.dirname, 'fixtures')
const ODD = join(import.meta.dirname, '../../backend/ml/tests/fixtures/odd')
const EXAMPLES = join(import.meta.dirname, '../public/examples')
export const MICROPHONE = join(FIXTURES, 'microphone.wav')

interface Example {
  file: string
  kind: 'image' | 'sound'
  title: Record<string, string>
}

/** What the page offers to try with one click; both models answer these rightly. */
export const examples = JSON.parse(readFileSync(join(EXAMPLES, 'examples.json'), 'utf8')) as Example[]

function exampleOf(kind: Example['kind']): Example {
  const example = examples.find((candidate) => candidate.kind === kind)
  if (!example) throw new Error(`There is no example of the kind ${kind}.`)
  return example
}

const TYPES: Record<string, string> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  mp4: 'video/mp4',
  webm: 'video/webm',
}

function read(folder: string, file: string, name = file): TestFile {
  return { name, mimeType: TYPES[file.split('.').at(-1) ?? ''] ?? '', buffer: readFileSync(join(folder, file)) }
}

export const photo = (name = 'photo.jpg') => read(EXAMPLES, exampleOf('image').file, name)
export const speech = (name = 'speech.opus') => read(EXAMPLES, exampleOf('sound').file, name)
export const fixture = (file: string) => read(FIXTURES, file)
/** A file as phones make them; the backend's tests read them too. */
export const odd = (file: string) => read(ODD, file)

export function truncatedPhoto(): TestFile {
  const whole = photo('half.jpg')
  return { ...whole, buffer: whole.buffer.subarray(0, Math.floor(whole.buffer.length / 2)) }
}

export const textNamedPng = (): TestFile => ({
  name: 'text.png',
  mimeType: 'image/png',
  buffer: Buffer.from('Not a picture.'),
})
export const emptyFile = (): TestFile => ({ name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) })

/** A valid grey PNG whose few kilobytes unfold to `side` × `side` pixels. */
export function bombPng(side: number): TestFile {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.writeUInt8(1, 8) // one bit a pixel, grey, no interlace
  const rows = Buffer.alloc(side * (1 + side / 8))
  return { name: 'bomb.png', mimeType: 'image/png', buffer: png(header, rows) }
}

export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

/** A PNG of random dots in one colour: no two are alike. */
export function dotsPng(name: string, colour: 'red' | 'blue'): TestFile {
  const side = 64
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.writeUInt8(8, 8) // bits of a value
  header.writeUInt8(2, 9) // red, green, blue
  const row = 1 + side * 3
  const rows = Buffer.alloc(side * row)
  for (let dot = 0; dot < side * 12; dot += 1) {
    const [x, y] = [Math.floor(Math.random() * side), Math.floor(Math.random() * side)]
    rows.writeUInt8(128 + Math.floor(Math.random() * 128), y * row + 1 + x * 3 + (colour === 'red' ? 0 : 2))
  }
  return { name, mimeType: 'image/png', buffer: png(header, rows) }
}

function png(header: Buffer, rows: Buffer): Buffer {
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
