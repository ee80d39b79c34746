import type { OwnFile } from './types'

export const MOST = 3

/** A file to answer: one that was dropped just now, or one that the server has, with its answer. */
export interface Row {
  id: string
  name: string
  /** Where a browser can look at it. */
  url: string
  expected: string
  file?: File
  answered?: OwnFile
}

/** The answer in one line: the best label, or the text. */
export function answerOf({ output }: OwnFile): string | null {
  if (!output) return null
  return 'labels' in output ? (output.labels[0]?.label ?? '') : output.text
}

/** Whether the answer is the expected one, whatever its case and spaces; null where one of them is not known. */
export function isAsExpected({ expected, answered }: Row): boolean | null {
  const answer = answered && answerOf(answered)
  if (typeof answer !== 'string' || expected.trim() === '') return null
  return plain(answer) === plain(expected)
}

/** What a person typed is no label of the model, so that it can never be the answer. */
export function isNoLabel({ expected }: Row, labels: readonly string[]): boolean {
  return labels.length > 0 && expected.trim() !== '' && !labels.some((label) => plain(label) === plain(expected))
}

const plain = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()

/** Those that the server has. */
export function rowsOf(files: readonly OwnFile[]): Row[] {
  return files.map((answered) => ({
    id: answered.url,
    name: answered.name,
    url: answered.url,
    expected: answered.expected,
    answered,
  }))
}

/** With what was dropped just now, as far as there is room. */
export function withFiles(rows: readonly Row[], files: readonly File[]): Row[] {
  const more = files.map((file) => ({
    id: crypto.randomUUID(),
    name: file.name,
    url: URL.createObjectURL(file),
    expected: '',
    file,
  }))
  return [...rows, ...more].slice(0, MOST)
}

/** As it is sent: all of them, for they take the place of those before. */
export async function toSend(rows: readonly Row[]): Promise<{ file: File; expected: string }[]> {
  return Promise.all(
    rows.map(async ({ file, url, name, expected }) => ({ file: file ?? (await fetched(url, name)), expected })),
  )
}

async function fetched(url: string, name: string): Promise<File> {
  return new File([await (await fetch(url)).blob()], name)
}
