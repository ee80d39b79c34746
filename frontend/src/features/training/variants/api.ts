import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import type { DataSetVersion } from '../data-sets/types'
import { comparisonKeys } from './keys'
import { type NewVariants, referenceOf, type VersionName } from './types'

const inPath = ({ slug, number }: VersionName) => ({ slug, number })

export function comparisonsQuery(version: VersionName) {
  return queryOptions({
    queryKey: comparisonKeys.ofVersion(referenceOf(version)),
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
