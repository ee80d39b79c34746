import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { serverNow } from '@/lib/server-clock'
import { keys } from '../keys'
import { ApiError } from '../problem'
import { readAgain } from '../read-again'
import type { Trashed } from '../types'
import { refreshHeads } from './list-query'
import { listTrash, restorePredictions, trashPredictions } from './requests'
import { dropPrediction } from './store'

/** How long the server lets a deletion be undone. */
const UNDO_MS = 10_000
/** Ids in one request. */
const AT_ONCE = 1000

/** What is deleted and can still be had back: in every tab, and after a reload. */
export const trashQuery = queryOptions({
  queryKey: keys.trash,
  queryFn: async () => (await listTrash()).results,
  staleTime: Infinity,
})

const idsOf = (trash: readonly Trashed[]): ReadonlySet<string> => new Set(trash.map(({ id }) => id))
const NONE = idsOf([])

/** The ids that lists leave out although they still hold them. */
export function useHidden(): ReadonlySet<string> {
  return useQuery({ ...trashQuery, enabled: false, select: idsOf }).data ?? NONE
}

// One after the other: what is undone at once must not overtake its deletion.
let last: Promise<unknown> = Promise.resolve()

/** Deletes: hidden at once, and on the server in ten seconds unless `undo` is called. Throws ApiError, and all is back. */
export async function moveToTrash(client: QueryClient, ids: readonly string[]): Promise<void> {
  const until = new Date(serverNow() + UNDO_MS).toISOString()
  hide(
    client,
    ids.map((id) => ({ id, until })),
  )
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const some = ids.slice(first, first + AT_ONCE)
    try {
      const sent = last.then(() => trashPredictions(some))
      last = sent.catch(() => undefined)
      hide(client, (await sent).results)
    } catch (error) {
      if (isGone(error)) forget(client, some)
      else show(client, some)
      throw error
    }
  }
}

/** Throws ApiError: 404 where the server has deleted them for good meanwhile. */
export async function undo(client: QueryClient, ids: readonly string[]): Promise<void> {
  show(client, ids)
  const sent = last.then(() => restorePredictions(ids))
  last = sent.catch(() => undefined)
  try {
    await sent
    // After a reload no list holds them, and no message may come.
    refreshHeads(client)
  } catch (error) {
    if (isGone(error)) forget(client, ids)
    else readAgain(client, keys.trash)
    throw error
  }
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404
}

/** The time to undo has passed, or the server says that they are deleted. */
export function forget(client: QueryClient, ids: readonly string[]): void {
  ids.forEach((id) => dropPrediction(client, id))
  show(client, ids)
}

/** What is heard one by one: of another tab, or of this one, which knows it already and is told of all at once. */
export function hideHeard(client: QueryClient, heard: Trashed): void {
  const known = client.getQueryData(trashQuery.queryKey)
  if (!known?.some(({ id }) => id === heard.id)) hide(client, [heard])
}

function hide(client: QueryClient, trashed: readonly Trashed[]): void {
  client.setQueryData(trashQuery.queryKey, (known: Trashed[] = []) => {
    const untils = new Map([...known, ...trashed].map(({ id, until }) => [id, until]))
    return [...untils].map(([id, until]) => ({ id, until }))
  })
}

function show(client: QueryClient, ids: readonly string[]): void {
  const shown = new Set(ids)
  client.setQueryData(trashQuery.queryKey, (known) => known?.filter(({ id }) => !shown.has(id)))
}
