import { queryOptions } from '@tanstack/react-query'
import { createStore, del, get, set } from 'idb-keyval'
import { ifDiskLets } from '@/lib/disk'

/** A recording that was made but not sent yet. */
export interface Draft {
  blob: Blob
  /** Seconds. */
  duration: number
  /** Loudness from 0 to 1 over time. */
  peaks: number[]
  at: string
}

let owner = 0
let store: ReturnType<typeof createStore> | undefined
const drafts = () => (store ??= createStore('slipway-recording', 'draft'))

/** Recordings are kept per person: the next one at the same screen must not hear them. */
export function ownDrafts(userId: number): void {
  owner = userId
}

export async function saveDraft(draft: Draft): Promise<void> {
  await ifDiskLets(() => set(owner, draft, drafts()))
}

export async function readDraft(): Promise<Draft | undefined> {
  return ifDiskLets(() => get<Draft>(owner, drafts()))
}

export async function dropDraft(): Promise<void> {
  await ifDiskLets(() => del(owner, drafts()))
}

/** Null where nothing is left unsent. Read again when the recorder closes. */
export const draftQuery = queryOptions({
  queryKey: ['recording-draft'],
  queryFn: async () => (await readDraft()) ?? null,
  networkMode: 'always',
  staleTime: Infinity,
})
