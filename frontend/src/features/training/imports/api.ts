import { body, client } from '@/api/client'
import { type OnProgress, sendForm } from '@/api/send-form'
import type { TrainingJob } from '../jobs/types'
import { formOf } from '../shared/form'
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

export function sendModel(
  { file, ...said }: NewModel,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<TrainingJob> {
  return sendForm('POST', '/api/v1/imports', formOf({ ...said }, file), onProgress, signal)
}

export function installModel(asked: Install) {
  return body(client.POST('/api/v1/installs', { body: asked }))
}
