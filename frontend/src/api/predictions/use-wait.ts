import { useQuery } from '@tanstack/react-query'
import { useServerSeconds } from '@/lib/use-server-seconds'
import type { Kind, Prediction } from '../types'
import { summaryQuery } from './requests'
import { type Wait, waitOf } from './wait'

const NONE: readonly Kind[] = []

/** The kinds that nobody is there to answer, as the header last heard. */
export function useUnserved(): readonly Kind[] {
  const { data } = useQuery({ ...summaryQuery, enabled: false, select: ({ unserved }) => unserved })
  return data ?? NONE
}

/** How a prediction has waited so far, second by second; null unless it waits. */
export function useWait(prediction: Prediction): Wait | null {
  const unserved = useUnserved()
  const now = useServerSeconds(prediction.status === 'queued')
  return waitOf(prediction, unserved, now)
}
