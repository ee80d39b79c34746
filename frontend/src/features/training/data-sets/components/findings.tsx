import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, type Tone } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { formatNumber } from '@/lib/format'
import type { Finding } from '../types'
import { useFindingWords } from '../words'
import { ItemGrid } from './item-grid'

const looks: Record<Finding['severity'], { tone: Tone; icon: typeof Info; sign: string }> = {
  error: { tone: 'error', icon: CircleAlert, sign: 'text-error' },
  warning: { tone: 'warn', icon: TriangleAlert, sign: 'text-warn' },
  note: { tone: 'neutral', icon: Info, sign: 'text-muted' },
}

export function Findings({ findings, speech }: { findings: Finding[]; speech: boolean }) {
  if (findings.length === 0) return null
  return (
    <Card>
      <ul className="divide-y">
        {findings.map((finding) => (
          <li key={finding.code}>
            <OneFinding finding={finding} speech={speech} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function OneFinding({ finding, speech }: { finding: Finding; speech: boolean }) {
  const { t, i18n } = useTranslation('data-sets')
  const { tone, icon: Icon, sign } = looks[finding.severity]
  const { title, advice, sentence } = useFindingWords().words(finding)
  const hidden = finding.cases_total - finding.cases.length
  return (
    <div className="flex gap-3 px-4 py-3">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${sign}`} />
      <div className="min-w-0 flex-1 text-sm">
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 font-medium">
          {title}
          <Badge tone={tone}>{t(`severity.${finding.severity}`)}</Badge>
        </p>
        {advice ? <p className="mt-0.5 text-muted">{advice}</p> : null}
        {sentence ? (
          <p lang="en" className="mt-0.5 text-[13px] text-muted">
            {sentence}
          </p>
        ) : null}
        {finding.cases.length > 0 ? (
          <details className="mt-2">
            <summary className="w-fit cursor-pointer py-0.5 text-[13px] font-medium text-accent">
              {t('findings.show')}
            </summary>
            <ul className="mt-2 flex flex-col gap-4">
              {finding.cases.map((one, index) => (
                <li key={index}>
                  {one.note ? <p className="mb-1.5 text-[13px] text-muted">{one.note}</p> : null}
                  <ItemGrid items={one.files} speech={speech} />
                </li>
              ))}
            </ul>
            {hidden > 0 ? (
              <p className="mt-3 text-[13px] text-muted">
                {t('findings.more', { count: hidden, number: formatNumber(hidden, i18n.language) })}
              </p>
            ) : null}
          </details>
        ) : null}
      </div>
    </div>
  )
}
