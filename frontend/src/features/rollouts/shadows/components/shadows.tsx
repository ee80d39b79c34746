import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Columns2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { formatDateTime } from '@/lib/format'
import { shadowsQuery } from '../api'
import { EndShadow } from './end-shadow'
import { ShadowFigures } from './shadow-figures'
import { StartShadow } from './start-shadow'

/** For staff: the version that answers beside production, or the last one that did. */
export function Shadows({ model }: { model: Model }) {
  const { t, i18n } = useTranslation('rollouts')
  const shadows = useQuery(shadowsQuery(model.slug))
  const newest = shadows.data?.[0]
  const title = newest?.ended_at ? 'shadow.ended' : 'shadow.running'
  return (
    <section>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold tracking-tight">{t('shadow.title')}</h2>
        {shadows.data && (!newest || newest.ended_at) ? <StartShadow model={model} /> : null}
      </div>
      {shadows.error ? <ErrorNote error={shadows.error} onRetry={() => void shadows.refetch()} /> : null}
      {newest ? (
        <Card className="flex flex-col gap-3 p-5">
          <h3 className="text-[15px] font-semibold tracking-tight">
            {t(title, {
              number: newest.candidate,
              production: newest.production,
              at: newest.ended_at ? formatDateTime(newest.ended_at, i18n.language) : '',
            })}
          </h3>
          <ShadowFigures shadow={newest} />
          {newest.end_reason ? <p className="text-sm text-muted">{newest.end_reason}</p> : null}
          {newest.ended_at ? null : (
            <div className="flex flex-wrap gap-2">
              <Button asChild size="sm" variant="primary">
                <Link to="/models/$slug/shadow" params={{ slug: model.slug }}>
                  <Columns2 /> {t('shadow.compare')}
                </Link>
              </Button>
              <EndShadow shadow={newest} />
            </div>
          )}
        </Card>
      ) : shadows.data ? (
        <p className="text-sm text-muted">{t('shadow.lead')}</p>
      ) : shadows.error ? null : (
        <Skeleton className="h-24 rounded-lg" />
      )}
    </section>
  )
}
