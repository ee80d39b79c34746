import { expect, test } from 'vitest'
import { droppedFiles, filesOfFolder } from './folder-files'

const file = (name: string) => new File(['x'], name)

function fileEntry(name: string) {
  return { name, isFile: true, isDirectory: false, file: (done: (file: File) => void) => done(file(name)) }
}

/** As browsers do, it tells what is in it in several goes, and ends with an empty one. */
function folder(name: string, ...inside: object[]) {
  return {
    name,
    isFile: false,
    isDirectory: true,
    createReader: () => {
      const rest = [...inside]
      return { readEntries: (done: (entries: object[]) => void) => done(rest.splice(0, 2)) }
    },
  }
}

async function namesOf(...entries: ReturnType<typeof folder | typeof fileEntry>[]) {
  const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }))
  const files = entries.map(({ name }) => file(name))
  return (await droppedFiles({ items, files } as unknown as DataTransfer)).map(({ name }) => name)
}

test('files come as they were dropped', async () => {
  expect(await namesOf(fileEntry('b.jpg'), fileEntry('a.jpg'))).toEqual(['b.jpg', 'a.jpg'])
})

test('a folder gives all its files, also those in its folders, by their names as people count', async () => {
  const photos = ['photo 10.jpg', 'photo 2.jpg', 'photo 1.jpg', '.DS_Store', 'Thumbs.db'].map(fileEntry)
  const inner = folder('inner', fileEntry('z.wav'))
  const hidden = folder('.git', fileEntry('config'))
  const dropped = folder('holiday', ...photos, inner, hidden)
  expect(await namesOf(dropped, fileEntry('beside.jpg'))).toEqual([
    'photo 1.jpg',
    'photo 2.jpg',
    'photo 10.jpg',
    'z.wav',
    'beside.jpg',
  ])
})

test('of a chosen folder the files stand by their paths', () => {
  const inside = (path: string) => Object.assign(file(path.split('/').at(-1)!), { webkitRelativePath: path })
  const chosen = [inside('a/2/x.jpg'), inside('a/1/y.jpg'), inside('a/.hidden')]
  expect(filesOfFolder(chosen).map(({ name }) => name)).toEqual(['y.jpg', 'x.jpg'])
})
