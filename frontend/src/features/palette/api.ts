import { queryOptions } from '@tanstack/react-query'
import { listPredictions } from '@/api/predictions/requests'

const SHOWN = 6
/** Shorter words match nearly everything. */
export const SHORTEST = 2

/** My predictions whose file name, label or text has these words. Waits until the typing pauses. */
export function foundPredictionsQuery(words: string) {
  return queryOptions({
    queryKey: ['palette', words],
    queryFn: async ({ signal }) => {
      await pause(150, signal)
      return (await listPredictions({ q: words, limit: SHOWN }, signal)).results
    },
    enabled: words.length >= SHORTEST,
    staleTime: 10_000,
  })
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new DOMException('The words have changed.', 'AbortError'))
    })
  })
}
