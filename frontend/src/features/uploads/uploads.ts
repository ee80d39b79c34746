import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { keys } from '@/api/keys'
import { readAgain } from '@/api/read-again'
import { storePrediction } from '@/api/predictions/store'
import { cancelPrediction } from '@/api/predictions/requests'
import { isFinal, type Limits, type Model, type Prediction, type Session } from '@/api/types'
import { mediaKind } from '@/lib/media-formats'
import { keepPreview } from '@/lib/previews'
import { uuid7 } from '@/lib/uuid7'
import { putPrediction } from './api'
import { refusalBeforeUpload } from './check'
import { type Choice, choiceFor } from './choice'
import { ownDrafts } from './recording-draft'
import { forgetUpload, keepUpload, keptUploads } from './kept-uploads'
import { type NewUpload, UploadQueue } from './queue'
import { ownSpoken, withSpoken } from './spoken'

/** Of a folder of hundreds the first are on their way while the others are looked at. */
const LOOKED_AT_ONCE = 20

let client: QueryClient | undefined

/** One queue for the page: it goes on while the reader looks at another place. */
const queue = new UploadQueue<Prediction>({
  send: putPrediction,
  onAccepted: async (prediction) => {
    if (!client) return
    storePrediction(client, prediction)
    readAgain(client, keys.summary)
    // The query cache tells its readers in the next turn.
    await new Promise((resolve) => setTimeout(resolve))
  },
  onSettled: (id) => void forgetUpload(id),
})

function userId(): number | undefined {
  return client?.getQueryData<Session>(keys.session)?.user?.id
}

/** Called once by the app. */
export function connectUploads(queryClient: QueryClient): void {
  client = queryClient
  window.addEventListener('online', () => queue.retryHeld())
}

let batch: readonly string[] = []

function isSettled(id: string): boolean {
  if (queue.all().some((upload) => upload.id === id && upload.state !== 'refused')) return false
  const prediction = client?.getQueryData<Prediction>(keys.prediction(id))
  return !prediction || isFinal(prediction.status)
}

/** The files that a person thinks of as one go: what was added since everything was last at rest. */
export function currentBatch(): readonly string[] {
  return batch
}

let restoredFor: number | undefined

/** Goes on with what an earlier visit could not send. */
export async function restoreUploads(user: number): Promise<void> {
  if (restoredFor === user) return
  restoredFor = user
  ownDrafts(user)
  ownSpoken(user)
  const kept = await keptUploads(user)
  kept.forEach((upload) => keepPreview(upload.id, upload.file))
  queue.add(kept)
}

export async function addFiles(
  files: readonly File[],
  limits: Limits | undefined,
  choice: Choice,
  models: readonly Model[] = [],
): Promise<void> {
  if (batch.every(isSettled)) batch = []
  const asked = withSpoken(choice, models)
  const uploads = files.map((file) => {
    const kind = mediaKind(file)
    return { id: uuid7(), file, kind, choice: choiceFor(kind, asked, models) }
  })
  batch = [...batch, ...uploads.map((upload) => upload.id)]
  for (let first = 0; first < uploads.length; first += LOOKED_AT_ONCE) {
    await addSome(uploads.slice(first, first + LOOKED_AT_ONCE), limits)
  }
}

async function addSome(uploads: readonly NewUpload[], limits: Limits | undefined): Promise<void> {
  const refusals = await Promise.all(uploads.map(({ file }) => refusalBeforeUpload(file, limits)))
  const user = userId()
  const accepted = uploads.filter((upload, index) => {
    const refusal = refusals[index]
    if (refusal) queue.refuse(upload, refusal)
    return !refusal
  })
  for (const upload of accepted) {
    keepPreview(upload.id, upload.file)
    if (user !== undefined) void keepUpload(user, upload)
  }
  queue.add(accepted)
}

/** The server may have stored it, or be about to, when the reader takes it back: it hears of it twice. */
async function cancelOnServer(id: string): Promise<void> {
  const canceled = await cancelPrediction(id).then(
    () => true,
    () => false,
  )
  if (canceled) return
  await new Promise((resolve) => setTimeout(resolve, 2000))
  // Not found: it never arrived. Conflict: it has ended. Both are fine.
  await cancelPrediction(id).catch(() => undefined)
}

export function removeUpload(id: string): void {
  const state = queue.all().find((upload) => upload.id === id)?.state
  queue.remove(id)
  if (state === 'sending' || state === 'checking' || state === 'held') void cancelOnServer(id)
}

export const retryUpload = (id: string) => queue.retry(id)

export function useUploads() {
  return useSyncExternalStore(queue.subscribe, queue.all)
}
