import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { type OnProgress, sendForm } from '@/api/send-form'
import type { TrainingJob } from '../jobs/types'
import { formOf } from '../shared/form'
import { importKeys } from './keys'
import type { Install } from './types'

export interface NewModel {
  slug: string
  title: string
  licence: string
  file: File
  labels?: string
  vocabulary?: string
  preprocess?: string
  data_set?: string
  version?: number
}

/** Up to three files to answer, each with what is expected, and what is said otherwise of the model. */
export interface Again {
  files: { file: File; expected: string }[]
  said: { labels?: string; vocabulary?: string; preprocess?: string }
}

/** As everything that is sent in the page it waits for its owner's word: its answers are seen first. */
export function sendModel(
  { file, ...said }: NewModel,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<TrainingJob> {
  return sendForm('POST', '/api/v1/imports', formOf({ ...said, register_later: 'true' }, file), onProgress, signal)
}

export function installModel(asked: Install) {
  return body(client.POST('/api/v1/installs', { body: { ...asked, register_later: true } }))
}

export const importQuery = (job: TrainingJob) =>
  queryOptions({
    queryKey: importKeys.one(job.id, job.completed_at),
    queryFn: ({ signal }) =>
      body(client.GET('/api/v1/imports/{job_id}', { params: { path: { job_id: job.id } }, signal })),
  })

export function askAgain(id: string, { files, said }: Again): Promise<TrainingJob> {
  const form = new FormData()
  for (const [name, text] of Object.entries(said)) form.set(name, text)
  for (const { file, expected } of files) {
    form.append('file', file, file.name)
    form.append('expected', expected)
  }
  return sendForm('POST', `/api/v1/imports/${id}/again`, form, () => undefined, new AbortController().signal)
}

export function registerImport(id: string) {
  return body(client.POST('/api/v1/imports/{job_id}/register', { params: { path: { job_id: id } } }))
}
