import type { QueryClient } from '@tanstack/react-query'
import { keys } from '@/api/keys'
import type { LiveHandler } from '@/live/live'
import { lessonKey, LESSONS } from './keys'

/** What changes in another tab, or by a program, is read anew where it is shown. */
export function lessonsLive(client: QueryClient): LiveHandler {
  return ({ type, data }) => {
    if (type !== 'lesson.updated' || !hasId(data)) return
    void client.invalidateQueries({ queryKey: LESSONS, exact: true })
    void client.invalidateQueries({ queryKey: lessonKey(data.id) })
    // What was learned answers under a name of its own from now on.
    if (data.status === 'succeeded') void client.invalidateQueries({ queryKey: keys.models })
  }
}

function hasId(data: unknown): data is { id: string; status?: unknown } {
  return typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string'
}
