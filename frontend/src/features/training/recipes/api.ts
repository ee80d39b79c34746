import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import type { Kind } from '../shared/types'
import type { Schema } from './schema'

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
