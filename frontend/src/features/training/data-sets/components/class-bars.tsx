import { useTranslation } from 'react-i18next'
import { formatNumber } from '@/lib/format'
import type { SplitCounts } from '../types'
import { fills, splits } from './split-bar'

/** How many pictures each class has, in the colours of the splits. The smallest first: more pictures help there. */
export function ClassBars({ classes, counts }: { classes: Record<string, number>; counts: SplitCounts }) {
  const { i18n } = useTranslation()
  const sorted = Object.entries(classes).sort(([, a], [, b]) => a - b)
  const most = sorted.at(-1)?.[1] ?? 1
  return (
    // A region that scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ul tabIndex={0} className="flex max-h-96 flex-col gap-1.5 overflow-auto rounded-sm pr-1 text-sm">
      {sorted.map(([name, count]) => (
        <li key={name} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_3.5rem] items-center gap-3">
          <span className="truncate" title={name}>
            {name}
          </span>
          <span aria-hidden className="flex h-2 gap-px overflow-hidden rounded-full bg-sunken">
            {splits.map((split) => (
              <span
                key={split}
                className={fills[split]}
                style={{ width: `${((counts[split].per_class?.[name] ?? 0) / most) * 100}%` }}
              />
            ))}
          </span>
          <span className="text-right text-muted tabular-nums">{formatNumber(count, i18n.language)}</span>
        </li>
      ))}
    </ul>
  )
}
