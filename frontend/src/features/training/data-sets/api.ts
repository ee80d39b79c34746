import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { wholeList } from '@/api/pages'
import { type OnProgress, sendForm } from '@/api/send-form'
import { formOf } from '../shared/form'
import { dataSetKeys } from './keys'
import type { Check, DataSetDetail, Freeze } from './types'

export const dataSetsQuery = queryOptions({
  queryKey: dataSetKeys.list,
  queryFn: ({ signal }) => wholeList((query) => body(client.GET('/api/v1/data-sets', { params: { query }, signal }))),
})

export function dataSetQuery(slug: string) {
  return queryOptions({
    queryKey: dataSetKeys.one(slug),
    queryFn: ({ signal }) => body(client.GET('/api/v1/data-sets/{slug}', { params: { path: { slug } }, signal })),
  })
}

export interface NewDataSet {
  slug: string
  title: string
  file: File
}

export function sendDataSet(
  { file, ...said }: NewDataSet,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<DataSetDetail> {
  return sendForm('POST', '/api/v1/data-sets', formOf({ ...said }, file), onProgress, signal)
}

export interface NamedFolder {
  slug: string
  title: string
  folder: string
}

export type AskedDataSet = NewDataSet | NamedFolder

export function nameFolder(asked: NamedFolder) {
  return body(client.POST('/api/v1/data-sets', { body: asked }))
}

const named = (slug: string) => ({ params: { path: { slug } } })

export function checkDataSet(slug: string, asked: Check) {
  return body(client.POST('/api/v1/data-sets/{slug}/check', { ...named(slug), body: asked }))
}

export function freezeDataSet(slug: string, asked: Freeze) {
  return body(client.POST('/api/v1/data-sets/{slug}/freeze', { ...named(slug), body: asked }))
}

export function deleteDataSet(slug: string) {
  return body(client.DELETE('/api/v1/data-sets/{slug}', named(slug)))
}
