import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { unzipSync, zipSync } from 'fflate'
import { chunk, fixture, type TestFile } from './files.ts'
import { ROOT } from './stack.ts'

/** Public data that a developer may have beside the checkout; without it the sets are drawn and made of a fixture. */
const DATA = join(ROOT, '../shared/data')

export type Files = Record<string, Uint8Array>

export function zipOf(name: string, files: Files): TestFile {
  return { name, mimeType: 'application/zip', buffer: Buffer.from(zipSync(files, { level: 0 })) }
}

export const text = (words: string): Uint8Array => new TextEncoder().encode(words)

/** `each` pictures of three kinds of flowers, one folder a kind. */
export function flowers(each: number): Files {
  const packed = join(DATA, 'flowers/flowers-test.npz')
  return existsSync(packed) ? photographed(packed, each) : drawn(each)
}

const KINDS = ['daisy', 'roses', 'sunflowers']

function photographed(packed: string, each: number): Files {
  const arrays = unzipSync(readFileSync(packed))
  const bytes = (name: string) => contentOf(arrays[`${name}.npy`] ?? new Uint8Array())
  const [jpeg, labels, names, ends] = [
    bytes('jpeg'),
    bytes('labels'),
    textsOf(bytes('classes'), 5),
    new DataView(bytes('offsets').slice().buffer),
  ]
  const offset = (index: number) => ends.getInt32(index * 4, true)
  const files: Files = {}
  const counts: Record<string, number> = {}
  labels.forEach((label, index) => {
    const kind = names[label] ?? ''
    const number = (counts[kind] = (counts[kind] ?? 0) + 1)
    if (KINDS.includes(kind) && number <= each)
      files[`${kind}/${index}.jpg`] = jpeg.subarray(offset(index), offset(index + 1))
  })
  return files
}

/** What follows the header of an .npy file of version 1. */
function contentOf(npy: Uint8Array): Uint8Array {
  return npy.subarray(10 + ((npy[8] ?? 0) | ((npy[9] ?? 0) << 8)))
}

/** NumPy keeps texts of one length in UTF-32. */
function textsOf(content: Uint8Array, count: number): string[] {
  const length = content.length / count
  return Array.from({ length: count }, (_, index) =>
    new TextDecoder('utf-16le').decode(content.slice(index * length, (index + 1) * length)).replaceAll('\0', ''),
  )
}

/** Noise in a colour of its own for each kind: quick to learn, and no two alike. */
function drawn(each: number): Files {
  const files: Files = {}
  KINDS.forEach((kind, strong) => {
    for (let number = 0; number < each; number += 1)
      files[`${kind}/${number}.png`] = noisyPng(32, strong, strong * each + number)
  })
  return files
}

function noisyPng(side: number, strong: number, seed: number): Uint8Array {
  const random = randomly(seed)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2], 8) // eight bits a channel, red green blue
  const rows = Buffer.alloc(side * (1 + side * 3))
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side * 3; x += 1) rows[y * (1 + side * 3) + 1 + x] = random() * (x % 3 === strong ? 255 : 130)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Mulberry32: the same numbers for the same seed, 0 to 1. */
function randomly(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

interface Clip {
  file: string
  speaker: string
  words: string
  content: Uint8Array
}

/** `each` clips of six speakers, with a list. */
export function clips(each: number): Files {
  const list = join(DATA, 'an4/an4.tsv')
  const chosen = existsSync(list) ? recorded(list, each) : spoken(each)
  const rows = chosen.map(({ file, speaker, words }) => [file, speaker, words].join('\t'))
  return {
    'clips.tsv': text(['file\tspeaker\ttext', ...rows].join('\n')),
    ...Object.fromEntries(chosen.map(({ file, content }) => [file, content])),
  }
}

const SPEAKERS = 6

function recorded(list: string, each: number): Clip[] {
  const content = filesOfTar(readFileSync(join(DATA, 'an4/an4.tar')))
  const rows = readFileSync(list, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
  const ofTest = rows.filter(([, , split, seconds]) => split === 'test' && Number(seconds) < 5)
  const speakers = [...new Set(ofTest.map(([, speaker]) => speaker))].slice(0, SPEAKERS)
  return speakers
    .flatMap((speaker) => ofTest.filter((row) => row[1] === speaker).slice(0, each))
    .map(([file = '', speaker = '', , , words = '']) => ({
      file,
      speaker,
      words,
      content: content.get(file) ?? new Uint8Array(),
    }))
}

/** The files of a plain tar, by the last part of their names. */
function filesOfTar(tar: Buffer): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  for (let at = 0; at + 512 <= tar.length;) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0
    if (size > 0) files.set(name.split('/').at(-1) ?? '', tar.subarray(at + 512, at + 512 + size))
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}

/** One recording, each time with other noise, so that none is a copy of another. */
function spoken(each: number): Clip[] {
  const { buffer } = fixture('microphone.wav')
  return Array.from({ length: SPEAKERS * each }, (_, index) => {
    const random = randomly(index)
    const content = Buffer.from(buffer)
    for (let at = 44; at + 2 <= content.length; at += 2) {
      content.writeInt16LE(
        Math.max(-32768, Math.min(32767, Math.round(content.readInt16LE(at) * 0.8 + (random() - 0.5) * 2000))),
        at,
      )
    }
    return { file: `${index}.wav`, speaker: `speaker-${index % SPEAKERS}`, words: 'SEVEN THREE ONE', content }
  })
}
