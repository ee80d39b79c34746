import { queryOptions } from '@tanstack/react-query'
import { createStore, delMany, entries, set } from 'idb-keyval'
import { ifDiskLets } from '@/lib/disk'

/** A recording that was made but not sent yet, or a piece of it. */
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

/** Pieces one after the other, as one recording; undefined where there is none. */
export function joined(pieces: readonly Draft[]): Draft | undefined {
  const [first] = pieces
  return (
    first && {
      blob: new Blob(
        pieces.map(({ blob }) => blob),
        { type: first.blob.type },
      ),
      duration: pieces.reduce((seconds, { duration }) => seconds + duration, 0),
      peaks: pieces.flatMap(({ peaks }) => peaks),
      at: first.at,
    }
  )
}

/** Each piece by itself: to write all of ten minutes twice a second would be too much for a phone. */
export async function savePiece(number: number, piece: Draft): Promise<void> {
  await ifDiskLets(() => set([owner, number], piece, drafts()))
}

export async function readDraft(): Promise<Draft | undefined> {
  return joined((await ownPieces()).map(([, piece]) => piece))
}

export async function dropDraft(): Promise<void> {
  const keys = (await ownPieces()).map(([key]) => key)
  await ifDiskLets(() => delMany(keys, drafts()))
}

/** In their order, which is that of the database. A Slipway before this one kept a recording whole, under its owner. */
async function ownPieces(): Promise<[key: IDBValidKey, piece: Draft][]> {
  const all = (await ifDiskLets(() => entries<IDBValidKey, Draft>(drafts()))) ?? []
  return all.filter(([key]) => (Array.isArray(key) ? key[0] : key) === owner)
}

/** Null where nothing is left unsent. Read again when the recorder closes. */
export const draftQuery = queryOptions({
  queryKey: ['recording-draft'],
  queryFn: async () => (await readDraft()) ?? null,
  networkMode: 'always',
  staleTime: Infinity,
})
