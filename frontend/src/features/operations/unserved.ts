import type { Kind, OperationsOverview } from '@/api/types'
import { kinds } from '@/lib/kinds'

export interface Unserved {
  kind: Kind
  waiting: number
  /** When the last worker for it was heard; null where none is remembered. */
  since: string | null
}

/** The kinds that no worker reads although something waits, or although there was one: told before anything else. */
export function unservedOf({ workers, waiting }: Pick<OperationsOverview, 'workers' | 'waiting'>): Unserved[] {
  return kinds.flatMap((kind) => {
    const readers = workers.filter((worker) => worker.kinds.includes(kind))
    const isServed = readers.some(({ state }) => state !== 'gone')
    if (isServed || (readers.length === 0 && waiting[kind] === 0)) return []
    // Moments of one length compare as text.
    const since =
      readers
        .map((worker) => worker.last_seen)
        .sort()
        .at(-1) ?? null
    return [{ kind, waiting: waiting[kind], since }]
  })
}
