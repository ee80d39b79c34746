import { queryOptions } from '@tanstack/react-query'
import { csrfToken } from '@/api/client'
import { ownProblem, toApiError, unreachable } from '@/api/problem'
import type { Prediction } from '@/api/types'
import type { Upload } from './queue'

/**
 * `PUT predictions/{id}` with one file. XMLHttpRequest, because fetch cannot tell how much of a body has left.
 * Throws ApiError; rejects with the signal's reason when aborted.
 */
export function putPrediction(upload: Upload, onProgress: (share: number) => void, signal: AbortSignal): Promise<Prediction> {
  return new Promise((resolve, reject) => {
    const form = new FormData()
    form.set('file', upload.file, upload.file.name)
    if (upload.model) form.set('model', upload.model)
    const request = new XMLHttpRequest()
    request.open('PUT', `/api/v1/predictions/${upload.id}`)
    request.setRequestHeader('X-CSRFToken', csrfToken())
    request.setRequestHeader('Accept', 'application/json')
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Prediction)
      else reject(toApiError(request.status, request.statusText, request.responseText, request.getResponseHeader('Retry-After')))
    }
    request.onerror = () => reject(unreachable())
    signal.addEventListener('abort', () => {
      request.abort()
      reject(new DOMException('The upload was taken back.', 'AbortError'))
    })
    request.send(form)
  })
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
