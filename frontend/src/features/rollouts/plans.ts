import type { RolloutForm } from '@/api/types'

type Steps = NonNullable<RolloutForm['steps']>

const MINUTE = 60

/** What the page offers; the API takes any. Seconds and answers are the least of each step. */
export const plans = {
  careful: [
    { share: 0.05, bake_seconds: 10 * MINUTE, least: 50 },
    { share: 0.2, bake_seconds: 10 * MINUTE, least: 200 },
    { share: 0.5, bake_seconds: 20 * MINUTE, least: 500 },
  ],
  quick: [
    { share: 0.2, bake_seconds: 5 * MINUTE, least: 20 },
    { share: 0.5, bake_seconds: 5 * MINUTE, least: 100 },
  ],
} satisfies Record<string, Steps>

export type PlanName = keyof typeof plans

/** How long a plan takes at least, minutes. */
export function minutesOf(steps: Steps): number {
  return Math.round(steps.reduce((sum, step) => sum + step.bake_seconds, 0) / MINUTE)
}
