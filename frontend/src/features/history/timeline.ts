import type { PredictionEvent, Status } from '@/api/types'

export interface Step {
  seq: number
  what: Status | 'requeued' | 'feedback' | 'withdrawn'
  at: string
  /** Seconds since the first step. */
  after: number
  attempt: number
  /** Why it failed. */
  error: PredictionEvent['data']['error']
}

/** What happened, one line per change; a message that repeats a state says nothing new and is left out. */
export function stepsOf(events: readonly PredictionEvent[]): Step[] {
  const steps: Step[] = []
  let before: PredictionEvent['data'] | null = null
  for (const { seq, at: recordedAt, data } of events) {
    const what = changeBetween(before, data)
    if (what !== null) {
      const at = momentOf(what, data) ?? recordedAt
      const start = steps[0]?.at ?? at
      const after = (Date.parse(at) - Date.parse(start)) / 1000
      steps.push({ seq, what, at, after, attempt: data.attempt, error: data.error })
    }
    before = data
  }
  return steps
}

/** When it happened; it is told a little later, and the times of the stages count from the happening. */
function momentOf(what: Step['what'], data: PredictionEvent['data']): string | null {
  if (what === 'queued') return data.created_at
  if (what === 'processing') return data.started_at
  if (what === 'feedback') return data.feedback?.at ?? null
  return what === 'requeued' || what === 'withdrawn' ? null : data.completed_at
}

function changeBetween(before: PredictionEvent['data'] | null, now: PredictionEvent['data']): Step['what'] | null {
  if (before?.status === now.status && before.attempt === now.attempt) {
    if (before.feedback?.at === now.feedback?.at) return null
    return now.feedback ? 'feedback' : 'withdrawn'
  }
  return now.status === 'queued' && before !== null ? 'requeued' : now.status
}
