import { queryOptions } from '@tanstack/react-query'
import { createStore, del, get, set } from 'idb-keyval'

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
  // A full or blocked disk must not stop the recording itself.
  await set(owner, draft, drafts()).catch(() => undefined)
}

export async function readDraft(): Promise<Draft | undefined> {
  return get<Draft>(owner, drafts()).catch(() => undefined)
}

export async function dropDraft(): Promise<void> {
  await del(owner, drafts()).catch(() => undefined)
}

/** Null where nothing is left unsent. Read again when the recorder closes. */
export const draftQuery = queryOptions({
  queryKey: ['recording-draft'],
  queryFn: async () => (await readDraft()) ?? null,
  networkMode: 'always',
  staleTime: Infinity,
})
