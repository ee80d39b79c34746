const FIRST_SECONDS = 0.5
const LONGEST_SECONDS = 30

/**
 * Seconds to wait before connection attempt `attempt` (0 is the first after a loss): exponential, with "full
 * jitter" so that a thousand pages do not return in the same second after a restart.
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoffSeconds(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** attempt)
  return FIRST_SECONDS / 2 + random() * (ceiling - FIRST_SECONDS / 2)
}
