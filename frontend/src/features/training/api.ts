import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { wholeList } from '@/api/pages'
import { type OnProgress, sendForm } from '@/api/send-form'
import { keys } from './keys'
import type { Schema } from './schema'
import type {
  Check,
  CorrectionState,
  DataSetDetail,
  DataSetVersion,
  Freeze,
  Install,
  Kind,
  Mixable,
  NewRun,
  NewVariants,
  TrainingJob,
} from './types'

/** A trainer that starts or goes tells nobody, so the page asks now and then. */
export const trainerQuery = queryOptions({
  queryKey: keys.trainer,
  queryFn: ({ signal }) => body(client.GET('/api/v1/trainer', { signal })),
  refetchInterval: 15_000,
})

export const dataSetsQuery = queryOptions({
  queryKey: keys.dataSets,
  queryFn: ({ signal }) => wholeList((query) => body(client.GET('/api/v1/data-sets', { params: { query }, signal }))),
})

export function dataSetQuery(slug: string) {
  return queryOptions({
    queryKey: keys.dataSet(slug),
    queryFn: ({ signal }) => body(client.GET('/api/v1/data-sets/{slug}', { params: { path: { slug } }, signal })),
  })
}

export const runsQuery = queryOptions({
  queryKey: keys.runs,
  queryFn: ({ signal }) => wholeList((query) => body(client.GET('/api/v1/runs', { params: { query }, signal }))),
})

export function runQuery(id: string) {
  return queryOptions({
    queryKey: keys.run(id),
    queryFn: ({ signal }) => body(client.GET('/api/v1/runs/{run_id}', { params: { path: { run_id: id } }, signal })),
  })
}

export function curveQuery(id: string) {
  return queryOptions({
    queryKey: keys.curve(id),
    queryFn: async ({ signal }) =>
      (await body(client.GET('/api/v1/runs/{run_id}/curve', { params: { path: { run_id: id } }, signal }))).results,
  })
}

export function presetsQuery(kind: Kind, parent: string | null) {
  return queryOptions({
    queryKey: ['training', 'recipes', kind, parent],
    queryFn: async () => {
      const query = { kind, ...(parent ? { parent } : {}) }
      return (await body(client.GET('/api/v1/recipes', { params: { query } }))).results
    },
    staleTime: Infinity,
  })
}

export const recipeSchemaQuery = queryOptions({
  queryKey: ['training', 'recipe-schema'],
  queryFn: async () => (await body(client.GET('/api/v1/recipes/schema'))) as unknown as Schema,
  staleTime: Infinity,
})

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

function formOf(said: Record<string, string | number>, file: File): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(said)) form.set(name, String(value))
  form.set('file', file, file.name)
  return form
}

const named = (slug: string) => ({ params: { path: { slug } } })

export interface NamedFolder {
  slug: string
  title: string
  folder: string
}

export type AskedDataSet = NewDataSet | NamedFolder

export function nameFolder(asked: NamedFolder) {
  return body(client.POST('/api/v1/data-sets', { body: asked }))
}

export function checkDataSet(slug: string, asked: Check) {
  return body(client.POST('/api/v1/data-sets/{slug}/check', { ...named(slug), body: asked }))
}

export function freezeDataSet(slug: string, asked: Freeze) {
  return body(client.POST('/api/v1/data-sets/{slug}/freeze', { ...named(slug), body: asked }))
}

export function deleteDataSet(slug: string) {
  return body(client.DELETE('/api/v1/data-sets/{slug}', named(slug)))
}

const job = (id: string) => ({ params: { path: { job_id: id } } })

/** The newest of them. */
export const jobsQuery = queryOptions({
  queryKey: keys.jobs,
  queryFn: async ({ signal }) => (await body(client.GET('/api/v1/jobs', { signal }))).results,
})

export function installModel(asked: Install) {
  return body(client.POST('/api/v1/installs', { body: asked }))
}

export const cancelJob = (id: string) => body(client.POST('/api/v1/jobs/{job_id}/cancel', job(id)))
export const retryJob = (id: string) => body(client.POST('/api/v1/jobs/{job_id}/retry', job(id)))
export const deleteJob = (id: string) => body(client.DELETE('/api/v1/jobs/{job_id}', job(id)))

export function startRun(asked: NewRun) {
  return body(client.POST('/api/v1/runs', { body: asked }))
}

const run = (id: string) => ({ params: { path: { run_id: id } } })

export const pauseRun = (id: string) => body(client.POST('/api/v1/runs/{run_id}/pause', run(id)))
export const resumeRun = (id: string) => body(client.POST('/api/v1/runs/{run_id}/resume', run(id)))
export const cancelRun = (id: string) => body(client.POST('/api/v1/runs/{run_id}/cancel', run(id)))
export const retryRun = (id: string) => body(client.POST('/api/v1/runs/{run_id}/retry', run(id)))
export const deleteRun = (id: string) => body(client.DELETE('/api/v1/runs/{run_id}', run(id)))

export function registerRun(id: string, slug: string) {
  return body(client.POST('/api/v1/runs/{run_id}/register', { ...run(id), body: { slug } }))
}

export interface VersionName {
  slug: string
  number: number
}

const inPath = ({ slug, number }: VersionName) => ({ slug, number })
export const referenceOf = ({ slug, number }: VersionName) => `${slug}/versions/${number}`

export function comparisonsQuery(version: VersionName) {
  return queryOptions({
    queryKey: keys.comparisons(referenceOf(version)),
    queryFn: async ({ signal }) =>
      (
        await body(
          client.GET('/api/v1/models/{slug}/versions/{number}/comparisons', {
            params: { path: inPath(version) },
            signal,
          }),
        )
      ).results,
  })
}

/** How variants of a version can be made on some data, where `keep` is left of it before a student is taught. */
export function waysQuery(
  version: VersionName,
  data: Pick<DataSetVersion, 'data_set' | 'number'> | undefined,
  keep: number,
) {
  return queryOptions({
    queryKey: ['training', 'ways', referenceOf(version), data?.data_set, data?.number, keep],
    queryFn: async ({ signal }) => {
      const query = { data_set: data?.data_set ?? '', version: data?.number ?? 0, keep }
      return (
        await body(
          client.GET('/api/v1/models/{slug}/versions/{number}/ways', {
            params: { path: inPath(version), query },
            signal,
          }),
        )
      ).results
    },
    enabled: data !== undefined,
  })
}

export function makeVariants(version: VersionName, asked: NewVariants) {
  return body(
    client.POST('/api/v1/models/{slug}/versions/{number}/variants', { params: { path: inPath(version) }, body: asked }),
  )
}

export function registerVariant(id: string, slug: string) {
  return body(
    client.POST('/api/v1/variants/{variant_id}/register', { params: { path: { variant_id: id } }, body: { slug } }),
  )
}

export function correctionsQuery(state: CorrectionState) {
  return queryOptions({
    queryKey: [...keys.corrections, state],
    queryFn: ({ signal }) => body(client.GET('/api/v1/corrections', { params: { query: { state } }, signal })),
  })
}

export function reviewCorrection(prediction: string, review: { state: 'accepted' | 'rejected'; answer?: string }) {
  return body(
    client.PUT('/api/v1/corrections/{prediction_id}', {
      params: { path: { prediction_id: prediction } },
      body: review,
    }),
  )
}

export const learnersQuery = queryOptions({
  queryKey: keys.learners,
  queryFn: async ({ signal }) => (await body(client.GET('/api/v1/corrections/learners', { signal }))).results,
})

/** Freezes what was accepted, with some of `beside` if that is given, and begins a run on it. */
export function learnFromCorrections(asked: { slug: string; parent: string; beside: Mixable | null }) {
  const { slug, parent, beside } = asked
  return body(
    client.POST('/api/v1/corrections/run', {
      body: { slug, parent, ...(beside ? { data_set: beside.data_set, version: beside.version } : {}) },
    }),
  )
}
