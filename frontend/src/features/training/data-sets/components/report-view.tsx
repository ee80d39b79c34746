import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { formatDuration, formatNumber, formatPercent } from '@/lib/format'
import { kindOf } from '@/lib/kinds'
import type { Report } from '../types'
import { ClassBars } from './class-bars'
import { Findings } from './findings'
import { Histogram } from './histogram'
import { ItemGrid } from './item-grid'
import { Section } from '@/components/section'
import { SplitBar } from './split-bar'

/** What a check found: figures, findings with what to do, and some of the files to look at or listen to. */
export function ReportView({ report }: { report: Report }) {
  const { t, i18n } = useTranslation('data-sets')
  const speech = kindOf(report.kind).medium === 'sound'
  return (
    <>
      <Figures report={report} />
      <Section title={t('findings.title')} lead={report.findings.length === 0 ? t('findings.none') : undefined}>
        <Findings findings={report.findings} speech={speech} />
      </Section>
      {report.examples.length > 0 ? (
        <Section title={t('examples')}>
          <ItemGrid items={report.examples} speech={speech} />
        </Section>
      ) : null}
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        <Section title={t('splits.title')} lead={t('splits.lead')}>
          <SplitBar counts={report.counts} />
        </Section>
        {report.lengths.length > 0 ? (
          <Section title={t('lengths')}>
            <Histogram
              bars={report.lengths}
              label={t('lengths')}
              words={(value) => t('seconds', { number: formatNumber(value, i18n.language) })}
            />
          </Section>
        ) : null}
        {report.sides.length > 0 ? (
          <Section title={t('sides')}>
            <Histogram
              bars={report.sides}
              label={t('sides')}
              words={(value) => t('pixels', { number: formatNumber(value, i18n.language) })}
            />
          </Section>
        ) : null}
        {Object.keys(report.classes).length > 0 ? (
          <Section title={t('classes.title')} lead={t('classes.lead')}>
            <ClassBars classes={report.classes} counts={report.counts} />
          </Section>
        ) : null}
      </div>
    </>
  )
}

function Figures({ report }: { report: Report }) {
  const { t, i18n } = useTranslation('data-sets')
  const number = (value: number) => formatNumber(value, i18n.language)
  const rates = Object.keys(report.sample_rates).map((rate) => `${number(Number(rate))} Hz`)
  const figures: [string, string][] =
    kindOf(report.kind).medium === 'sound'
      ? [
          [t('figure.clips'), number(report.items)],
          [t('figure.length'), formatDuration(report.seconds, i18n.language)],
          [t('figure.speakers'), number(report.speakers)],
          [t('figure.rates'), rates.join(', ')],
          [t('figure.silence'), formatPercent(report.silence_share, i18n.language, 0)],
          [
            t('figure.signs'),
            Object.keys(report.characters)
              .filter((sign) => sign.trim() !== '')
              .join(' '),
          ],
        ]
      : [
          [t('figure.pictures'), number(report.items)],
          [t('figure.classes'), number(Object.keys(report.classes).length)],
          [t('figure.layout'), report.layout],
        ]
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3">
        {figures.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="text-sm font-medium break-words tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
