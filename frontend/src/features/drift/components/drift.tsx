import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Drift as Seen, Model } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { formatCompact, formatDateTime, formatNumber } from '@/lib/format'
import { driftQuery } from '../api'
import { Changed } from './changed'
import { Odd } from './odd'
import { Right } from './right'

/** For staff: whether what production is sent has changed, and how many of its answers may be right. */
export function Drift({ model }: { model: Model }) {
  const { t } = useTranslation('drift')
  const number = model.aliases.production
  return (
    <section>
      <h2 className="mb-2 text-base font-semibold tracking-tight">{t('title')}</h2>
      {number === undefined ? (
        <p className="text-sm text-muted">{t('noProduction')}</p>
      ) : (
        <OfVersion slug={model.slug} number={number} />
      )}
    </section>
  )
}

function OfVersion({ slug, number }: { slug: string; number: number }) {
  const { t } = useTranslation('drift')
  const { data, error, refetch } = useQuery(driftQuery(slug, number))
  if (error && !data) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton className="h-24 rounded-lg" />
  if (!data.is_watched) return <p className="text-sm text-muted">{t('notWatched', { number })}</p>
  if (data.answers === 0) return <p className="text-sm text-muted">{t('nothingYet', { number })}</p>
  return (
    <Card className="flex flex-col gap-5 p-5">
      <State seen={data} />
      <Right seen={data} />
      <Changed figures={data.figures} />
      {data.odd.length > 0 ? <Odd answers={data.odd} /> : null}
    </Card>
  )
}

function State({ seen }: { seen: Seen }): ReactNode {
  const { t, i18n } = useTranslation('drift')
  const evidence = formatCompact(seen.evidence, i18n.language)
  const words = { evidence, alarm: formatNumber(seen.alarm_at, i18n.language), count: seen.answers }
  if (seen.drifting_since === null)
    return <p className="text-sm text-muted">{t(seen.evidence < 1 ? 'asUsual' : 'asUsualSoFar', words)}</p>
  const at = formatDateTime(seen.drifting_since, i18n.language)
  return <Notice tone="warn">{t('changed', { ...words, at })}</Notice>
}
