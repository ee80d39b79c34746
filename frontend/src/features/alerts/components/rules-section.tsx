import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlertRule } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Section } from '@/components/section'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { formatAgo, formatDuration } from '@/lib/format'
import { rulesQuery } from '../api'
import { thresholdWords, useRuleName } from '../use-alert-words'
import { RuleDialog } from './rule-dialog'

/** From when on something is called wrong; staff may move that. */
export function RulesSection() {
  const { t } = useTranslation('alerts')
  const { data, error, refetch } = useQuery(rulesQuery)
  const [edited, setEdited] = useState<AlertRule | null>(null)
  return (
    <Section title={t('rules.title')} lead={t('rules.lead')}>
      {data ? (
        <Card>
          <ul className="divide-y">
            {data.map((rule) => (
              <RuleRow key={rule.key} rule={rule} onEdit={() => setEdited(rule)} />
            ))}
          </ul>
        </Card>
      ) : error ? (
        <ErrorNote error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-96 rounded-lg" />
      )}
      {edited ? <RuleDialog rule={edited} onClose={() => setEdited(null)} /> : null}
    </Section>
  )
}

function RuleRow({ rule, onEdit }: { rule: AlertRule; onEdit: () => void }) {
  const { t, i18n } = useTranslation('alerts')
  const { language } = i18n
  const name = useRuleName()(rule)
  const threshold = rule.unit
    ? t(rule.is_floor ? 'rules.below' : 'rules.above', {
        threshold: thresholdWords(rule.threshold, rule.unit, language),
      })
    : null
  const duration =
    rule.seconds > 0 ? t('rules.for', { duration: formatDuration(rule.seconds, language) }) : t('rules.atOnce')
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm">
          <span className={rule.is_on ? 'font-medium' : 'font-medium text-muted'}>{name}</span>
          <Badge tone={!rule.is_on ? 'neutral' : rule.severity === 'critical' ? 'error' : 'warn'}>
            {rule.is_on ? t(`severity.${rule.severity}`) : t('rules.off')}
          </Badge>
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-[13px] text-muted">
          <span>{threshold ? t('rules.when', { threshold, duration }) : duration}</span>
          {rule.changed_at ? (
            <span>
              {t('rules.changed', {
                name: rule.changed_by ?? t('rules.somebody'),
                ago: formatAgo(rule.changed_at, language),
              })}
            </span>
          ) : null}
        </p>
      </div>
      <Button size="sm" onClick={onEdit} aria-label={t('rules.editOf', { name })}>
        {t('rules.edit')}
      </Button>
    </li>
  )
}
