import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ACCEPTED_MEDIA, formatNames, MEDIA_FORMATS, mediaKind, suffixOf } from './media-formats'

test('the page knows each format that the server reads, with its type and its suffixes, and no other', () => {
  const declared = readFileSync('../backend/ml/formats.py', 'utf8')
  const rows = [...declared.matchAll(/Format\(\s*"([^"]+)", "(image|sound)", "([^"]+)", \(([^)]*)\)/g)]
  expect(rows.length).toBeGreaterThan(10)
  const server = rows.map(([, name = '', medium = '', type = '', suffixes = '']) => ({
    name,
    medium,
    type,
    suffixes: suffixes.match(/\.\w+/g),
  }))
  expect(MEDIA_FORMATS.map(({ name, medium, type, suffixes }) => ({ name, medium, type, suffixes }))).toEqual(server)
})

test('a file is a picture or a sound by its type, else by its name, else the server looks', () => {
  expect(mediaKind({ name: 'a', type: 'image/heic' })).toBe('image-classification')
  expect(mediaKind({ name: 'a', type: 'audio/x-wav' })).toBe('speech-recognition')
  expect(mediaKind({ name: 'recording.webm', type: 'video/webm' })).toBe('speech-recognition')
  expect(mediaKind({ name: 'SCAN.TIFF', type: '' })).toBe('image-classification')
  expect(mediaKind({ name: 'voice.opus', type: '' })).toBe('speech-recognition')
  expect(mediaKind({ name: 'wav', type: '' })).toBeNull()
  expect(mediaKind({ name: 'clip', type: 'video/mp4' })).toBe('speech-recognition')
  expect(mediaKind({ name: 'IMG_0412.HEIC', type: '' })).toBe('image-classification')
  expect(mediaKind({ name: 'notes.pdf', type: 'application/pdf' })).toBeNull()
})

test('the list of what can be dropped names each format that this server takes', () => {
  expect(formatNames(['image/avif', 'image/png', 'image/jpeg', 'video/mp4'])).toBe('JPEG PNG AVIF MP4')
})

test('a file window offers also the formats that a system has no type for', () => {
  expect(ACCEPTED_MEDIA.split(',')).toEqual(expect.arrayContaining(['image/*', 'audio/*', 'video/*', '.caf']))
})

test('a recording gets the suffix of its container, whatever the codec', () => {
  expect(suffixOf('audio/webm;codecs=opus')).toBe('.webm')
  expect(suffixOf('audio/mp4')).toBe('.m4a')
  expect(suffixOf('audio/ogg;codecs=opus')).toBe('.ogg')
})
