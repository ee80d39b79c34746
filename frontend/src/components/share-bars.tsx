import { useTranslation } from 'react-i18next'
import { formatPercent } from '@/lib/format'

/** Labels, each with its share as a bar and in percent. */
export function ShareBars({ shares }: { shares: { label: string; share: number }[] }) {
  const { i18n } = useTranslation()
  return shares.map(({ label, share }) => (
    <li key={label} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_3rem] items-center gap-3">
      <span className="truncate" title={label}>
        {label}
      </span>
      <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="text-right tabular-nums">{formatPercent(share, i18n.language, 0)}</span>
    </li>
  ))
}
