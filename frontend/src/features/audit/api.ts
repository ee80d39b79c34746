import { infiniteQueryOptions, keepPreviousData, mutationOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { cursorOf } from '@/api/pages'
import { type AuditFilters, queryOf } from './search'

const PAGE = 50

export const auditQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...queryOf(filters), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }
      return body(client.GET('/api/v1/operations/audit', { params: { query }, signal }))
    },
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  })

export const verifyMutation = mutationOptions({
  mutationFn: () => body(client.POST('/api/v1/operations/audit/verification')),
})

/** Where the browser fetches what is shown as a file. */
export function exportAddress(filters: AuditFilters, format: 'csv' | 'jsonl'): string {
  const query = new URLSearchParams({ ...queryOf(filters), format })
  return `/api/v1/operations/audit/export?${query.toString()}`
}
