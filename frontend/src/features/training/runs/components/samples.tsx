import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { TableHead } from '@/components/ui/table-head'
import { cn } from '@/lib/class-names'
import type { Epoch } from '../types'
import { Section } from '@/components/section'

/** What the last epoch answered to a few validation items, beside what is right. */
export function Samples({ epochs }: { epochs: Epoch[] }) {
  const { t } = useTranslation('runs')
  const latest = epochs.findLast(({ samples }) => samples.length > 0)
  if (!latest) return null
  return (
    <Section title={t('samples.title')} lead={t('samples.lead', { number: latest.number })}>
      <Card role="group" aria-label={t('samples.title')} tabIndex={0} className="overflow-x-auto">
        <table className="w-full text-sm">
          <TableHead
            columns={[
              { words: t('samples.file'), className: 'px-4 py-2' },
              { words: t('samples.truth'), className: 'px-4 py-2' },
              { words: t('samples.answer'), className: 'px-4 py-2' },
            ]}
          />
          <tbody>
            {latest.samples.map(({ name, truth, answer }) => (
              <tr key={name} className="border-t align-top">
                <td className="max-w-48 truncate px-4 py-1.5 text-muted" title={name}>
                  {name.split('/').at(-1)}
                </td>
                <td className="px-4 py-1.5">{truth}</td>
                <td
                  className={cn(
                    'px-4 py-1.5',
                    truth === answer ? 'text-success' : 'text-error underline decoration-dotted underline-offset-4',
                  )}
                >
                  {answer || '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
    </Section>
  )
}
