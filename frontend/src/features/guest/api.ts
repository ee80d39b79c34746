import { queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { type OnProgress, sendForm } from '@/api/send-form'
import { type GuestPrediction, isFinal } from '@/api/types'

/** An open page learns so soon that its link was taken back. */
const LOOK_MS = 20_000
/** The server holds the question so long, unless there is an answer. */
const WAIT_SECONDS = 20

const withToken = (token: string) => ({ Authorization: `Bearer ${token}` })

/** What the link opens. */
export function guestQuery(token: string) {
  return queryOptions({
    queryKey: ['guest', token],
    queryFn: () => body(client.GET('/api/v1/guest', { headers: withToken(token) })),
    refetchInterval: LOOK_MS,
    refetchOnWindowFocus: true,
  })
}

/** The answer to what was sent under this id, asked for until it is there. */
export function answerQuery(token: string, id: string) {
  return queryOptions({
    queryKey: ['guest', token, id],
    queryFn: () =>
      body(
        client.GET('/api/v1/guest/predictions/{prediction_id}', {
          params: { path: { prediction_id: id }, header: { Prefer: `wait=${WAIT_SECONDS}` } },
          headers: withToken(token),
        }),
      ),
    staleTime: 'static',
    refetchInterval: ({ state }) => (state.data && isFinal(state.data.status) ? false : 1000),
  })
}

/** What a guest sends, under an id of the page's own; `options` say what is said in a sound. */
export interface GuestFile {
  id: string
  file: File
  options?: Record<string, unknown>
}

/** Sends a file: repeated, it is the same. Throws ApiError. */
export function putFile(
  token: string,
  { id, file, options }: GuestFile,
  onProgress: OnProgress,
): Promise<GuestPrediction> {
  const form = new FormData()
  form.set('file', file, file.name)
  if (options) form.set('options', JSON.stringify(options))
  const { signal } = new AbortController()
  return sendForm('PUT', `/api/v1/guest/predictions/${id}`, form, onProgress, signal, withToken(token))
}
