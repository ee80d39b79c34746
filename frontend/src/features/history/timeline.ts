import type { PredictionEvent, Status } from '@/api/types'

export interface Step {
  seq: number
  what: Status | 'requeued' | 'feedback'
  at: string
  /** Seconds since the first step. */
  after: number
  attempt: number
  /** Why it failed, in the server's words. */
  detail: string | null
}

/** What happened, one line per change; a message that repeats a state says nothing new and is left out. */
export function stepsOf(events: readonly PredictionEvent[]): Step[] {
  const start = events[0] ? new Date(events[0].at).getTime() : 0
  const steps: Step[] = []
  let before: PredictionEvent['data'] | null = null
  for (const { seq, at, data } of events) {
    const what = changeBetween(before, data)
    if (what !== null) {
      const after = (new Date(at).getTime() - start) / 1000
      steps.push({ seq, what, at, after, attempt: data.attempt, detail: data.error?.detail ?? null })
    }
    before = data
  }
  return steps
}

function changeBetween(before: PredictionEvent['data'] | null, now: PredictionEvent['data']): Step['what'] | null {
  if (before?.status === now.status && before.attempt === now.attempt) {
    return before.feedback?.at === now.feedback?.at ? null : 'feedback'
  }
  return now.status === 'queued' && before !== null ? 'requeued' : now.status
}
