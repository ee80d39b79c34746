import { createStore, delMany, entries, set } from 'idb-keyval'
import { ifDiskLets } from '@/lib/disk'
import type { NewUpload } from './queue'

/** What has to outlive a reload or a crash until the server has it: the bytes, the id, and whose they are. */
interface Kept extends NewUpload {
  userId: number
}

/** Before there were options a model stood here alone. */
type KeptBefore = Omit<Kept, 'choice'> & { model?: string }

let store: ReturnType<typeof createStore> | undefined
const files = () => (store ??= createStore('slipway-uploads', 'files'))

export async function keepUpload(userId: number, { id, file, kind, choice }: NewUpload): Promise<void> {
  const kept: Kept = { id, file, kind, choice, userId }
  await ifDiskLets(() => set(id, kept, files()))
}

export async function forgetUpload(id: string): Promise<void> {
  await ifDiskLets(() => delMany([id], files()))
}

/** What an earlier visit of the same person could not send, oldest first. */
export async function keptUploads(userId: number): Promise<NewUpload[]> {
  const kept = (await ifDiskLets(() => entries<string, Kept | KeptBefore>(files()))) ?? []
  return kept
    .map(([, upload]) => ('choice' in upload ? upload : { ...upload, choice: { model: upload.model } }))
    .filter((upload) => upload.userId === userId)
    .sort((a, b) => a.id.localeCompare(b.id))
}
