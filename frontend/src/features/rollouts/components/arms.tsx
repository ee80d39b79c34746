import { useTranslation } from 'react-i18next'
import type { Rollout } from '@/api/types'
import { TableHead } from '@/components/ui/table-head'
import { formatNumber, formatPercent } from '@/lib/format'

type Arm = Rollout['figures']['candidate'][number]

/** What the candidate has answered in all steps, beside a slice of production that is as large. */
export function Arms({ rollout }: { rollout: Rollout }) {
  const { t, i18n } = useTranslation('rollouts')
  const ours = summed(rollout.figures.candidate)
  const theirs = summed(rollout.figures.control)
  const share = (part: number, { answered }: Arm) =>
    answered ? `${formatNumber(part, i18n.language)} · ${formatPercent(part / answered, i18n.language)}` : '–'
  const rows = [
    ['answered', formatNumber(ours.answered, i18n.language), formatNumber(theirs.answered, i18n.language)],
    ['failed', share(ours.failed, ours), share(theirs.failed, theirs)],
    ['slow', share(ours.slow, ours), share(theirs.slow, theirs)],
  ] as const
  return (
    <table className="w-full text-sm tabular-nums">
      <caption className="sr-only">{t('arms.title')}</caption>
      <TableHead
        columns={[
          { words: null },
          { words: t('arms.candidate', { number: rollout.candidate }), className: 'py-1.5 text-right' },
          { words: t('arms.control', { number: rollout.production }), className: 'py-1.5 text-right' },
        ]}
      />
      <tbody>
        {rows.map(([name, candidate, control]) => (
          <tr key={name} className="border-t">
            <th scope="row" className="py-1.5 text-left font-normal text-muted">
              {t(`arms.${name}`)}
            </th>
            <td className="text-right">{candidate}</td>
            <td className="text-right">{control}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function summed(steps: Arm[]): Arm {
  const sum = (name: keyof Arm) => steps.reduce((total, step) => total + step[name], 0)
  return { answered: sum('answered'), failed: sum('failed'), slow: sum('slow') }
}
