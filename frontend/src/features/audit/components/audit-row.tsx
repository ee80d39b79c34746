import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { useEventWords } from '../use-event-words'

export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { t, i18n } = useTranslation('audit')
  const words = useEventWords()
  const clock = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })
  const facts = Object.entries(entry.facts)
  return (
    <li className="flex flex-col gap-1 px-4 py-3 text-sm">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <time dateTime={entry.at} className="text-[13px] text-muted tabular-nums">
          {clock.format(new Date(entry.at))}
        </time>
        <span className="font-medium break-all">{entry.by || t('nobody')}</span>
        <span>{words(entry.event)}</span>
        {entry.is_whole === false ? (
          <Badge tone="error">
            <TriangleAlert aria-hidden /> {t('changed')}
          </Badge>
        ) : null}
      </p>
      <dl className="flex flex-wrap gap-x-3 gap-y-0.5 text-[13px] text-muted">
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={typeof value === 'string' ? value : JSON.stringify(value)} />
        ))}
        {entry.address ? <Fact name={t('address')} value={entry.address} /> : null}
        {entry.key === null ? null : <Fact name={t('key')} value={String(entry.key)} />}
        {entry.number === null ? null : <Fact name={t('number')} value={String(entry.number)} />}
      </dl>
    </li>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex min-w-0 gap-1">
      <dt>{name}</dt>
      <dd className="min-w-0 break-all text-foreground">{value}</dd>
    </div>
  )
}
