import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '@/api/problem'
import type { GuestPrediction } from '@/api/types'
import { keepPreview } from '@/lib/previews'
import { uuid7 } from '@/lib/uuid7'
import { answerQuery, type GuestFile, guestQuery, putFile } from './api'
import { keepLastSent, lastSent } from './last-sent'

export interface Sending {
  /** What was sent last; null before. */
  id: string | null
  file: File | null
  /** How much of it has left, 0 to 1. */
  share: number
  prediction: GuestPrediction | null
  /** Why it was not taken. */
  refusal: Error | null
  /** The line is away; what was sent is asked for again by itself. */
  isLost: boolean
  isBusy: boolean
  send: (file: File, options?: GuestFile['options']) => void
  /** Sends the same once more: the server has it once. */
  again: () => void
}

/** One file at a time: sent, and asked for until there is an answer. */
export function useSending(token: string): Sending {
  const client = useQueryClient()
  const [sent, setSent] = useState<GuestFile | null>(null)
  const [last] = useState(() => lastSent(token))
  const { id, file } = sent ?? { id: last, file: null }
  const [share, setShare] = useState(0)
  const put = useMutation({
    mutationFn: (sent: GuestFile) => putFile(token, sent, setShare),
    onSuccess: (prediction) => {
      client.setQueryData(answerQuery(token, prediction.id).queryKey, prediction)
      void client.invalidateQueries({ queryKey: guestQuery(token).queryKey, exact: true })
    },
  })
  const arrived = id !== null && (file === null || put.isSuccess)
  const answer = useQuery({ ...answerQuery(token, id ?? ''), enabled: arrived })
  const start = (sent: GuestFile) => {
    setShare(0)
    setSent(sent)
    put.mutate(sent)
  }
  const send = (next: File, options?: GuestFile['options']) => {
    const sent = { id: uuid7(), file: next, options }
    keepPreview(sent.id, next)
    keepLastSent(token, sent.id)
    start(sent)
  }
  const isGone = answer.error instanceof ApiError && answer.error.status === 404
  return {
    id: isGone && file === null ? null : id,
    file,
    share,
    prediction: (arrived && answer.data) || null,
    refusal: put.error ?? (isGone && file ? answer.error : null),
    isLost: arrived && answer.error instanceof ApiError && [0, 503].includes(answer.error.status),
    isBusy: put.isPending,
    send,
    again: () => sent && start(sent),
  }
}
