import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { cn } from '@/lib/class-names'
import type { Epoch } from '../types'
import { Section } from '../../shared/components/section'

/** What the last epoch answered to a few validation items, beside what is right. */
export function Samples({ epochs }: { epochs: Epoch[] }) {
  const { t } = useTranslation('runs')
  const latest = epochs.findLast(({ samples }) => samples.length > 0)
  if (!latest) return null
  return (
    <Section title={t('samples.title')} lead={t('samples.lead', { number: latest.number })}>
      <Card role="group" aria-label={t('samples.title')} tabIndex={0} className="overflow-x-auto">
        <table className="w-full text-sm">
          <thead className="text-left text-xs text-muted">
            <tr>
              <th scope="col" className="px-4 py-2 font-medium">
                {t('samples.file')}
              </th>
              <th scope="col" className="px-4 py-2 font-medium">
                {t('samples.truth')}
              </th>
              <th scope="col" className="px-4 py-2 font-medium">
                {t('samples.answer')}
              </th>
            </tr>
          </thead>
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
