import { queryOptions } from '@tanstack/react-query'
import { ApiError, ownProblem, unreachable } from '@/api/problem'
import { type OnProgress, sendForm } from '@/api/send-form'
import type { Prediction } from '@/api/types'
import { isReadable } from '@/lib/readable'
import type { Upload } from './queue'

/** `PUT predictions/{id}` with one file. Throws ApiError; rejects with an AbortError when aborted. */
export async function putPrediction(upload: Upload, onProgress: OnProgress, signal: AbortSignal): Promise<Prediction> {
  const form = new FormData()
  form.set('file', upload.file, upload.file.name)
  const { model, options } = upload.choice
  if (model) form.set('model', model)
  if (options) form.set('options', JSON.stringify(options))
  try {
    return await sendForm('PUT', `/api/v1/predictions/${upload.id}`, form, onProgress, signal)
  } catch (error) {
    // To a browser a file that was moved meanwhile looks like a server that does not answer.
    const lost = error instanceof ApiError && error.status === 0 && !(await isReadable(upload.file))
    throw lost ? ownProblem(422, 'unreadable') : error
  }
}

export interface Example {
  file: string
  kind: 'image' | 'sound'
  title: Record<string, string>
}

/** The files to try with one click. An installation without them simply shows none. */
export const examplesQuery = queryOptions({
  queryKey: ['examples'],
  queryFn: async (): Promise<Example[]> => {
    const answer = await fetch('/examples/examples.json')
    const isJson = answer.headers.get('Content-Type')?.includes('json')
    return answer.ok && isJson ? ((await answer.json()) as Example[]) : []
  },
  staleTime: Infinity,
})

/** An example as if the reader had chosen it from the disk. */
export async function fetchExample(name: string): Promise<File> {
  const answer = await fetch(`/examples/${name}`).catch(() => Promise.reject(unreachable()))
  if (!answer.ok) throw ownProblem(answer.status, 'not_found', answer.statusText)
  const blob = await answer.blob()
  return new File([blob], name, { type: blob.type })
}
