import { useTranslation } from 'react-i18next'
import type { AliasChange, Rollout } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { formatDateTime } from '@/lib/format'

/** What was moved and what was tried, the newest first, with who and why. */
export function Past({ changes, rollouts }: { changes: AliasChange[]; rollouts: Rollout[] }) {
  const { t, i18n } = useTranslation('rollouts')
  const aborted = rollouts.filter(({ state }) => state === 'aborted')
  const entries = [
    ...changes.map((change) => ({
      at: change.at,
      tone: change.how === 'rolled_back' ? ('warn' as const) : ('neutral' as const),
      how: t(`how.${change.how}`),
      what:
        change.was === null
          ? t('past.first', { alias: change.alias, version: change.version })
          : t('past.moved', { alias: change.alias, was: change.was, version: change.version }),
      by: change.by ?? t('past.slipway'),
      why: change.reason,
    })),
    ...aborted.map((rollout) => ({
      at: rollout.ended_at ?? rollout.created_at,
      tone: 'error' as const,
      how: t('how.aborted'),
      what: t('past.aborted', { number: rollout.candidate }),
      by: rollout.ended_by ?? t('past.guard'),
      why: rollout.end_reason,
    })),
  ].sort((one, other) => other.at.localeCompare(one.at))
  if (entries.length === 0) return <p className="text-sm text-muted">{t('past.none')}</p>
  return (
    <ol className="divide-y text-sm">
      {entries.map((entry) => (
        <li key={`${entry.at} ${entry.what}`} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2">
          <Badge tone={entry.tone}>{entry.how}</Badge>
          <span>{entry.what}</span>
          <span className="ml-auto text-[13px] text-muted">
            {entry.by} · {formatDateTime(entry.at, i18n.language)}
          </span>
          {entry.why ? <p className="w-full text-muted">{entry.why}</p> : null}
        </li>
      ))}
    </ol>
  )
}
