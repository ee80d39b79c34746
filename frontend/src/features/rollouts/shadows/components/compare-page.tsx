import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, Columns2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Shadow } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { shadowsQuery } from '../api'
import { useVoteKeys } from '../use-vote-keys'
import { useVotes } from '../use-votes'
import { LastVote } from './last-vote'
import { OneDifference } from './one-difference'
import { ShadowFigures } from './shadow-figures'

/** What the version beside production answers otherwise, one file after the other, for a person to vote on. */
export function ComparePage({ slug }: { slug: string }) {
  const { t } = useTranslation('rollouts')
  const shadows = useQuery(shadowsQuery(slug))
  const newest = shadows.data?.[0]
  return (
    <>
      <Button asChild variant="ghost" size="sm" className="mb-3 -ml-2">
        <Link to="/models/$slug" params={{ slug }}>
          <ArrowLeft /> {slug}
        </Link>
      </Button>
      <PageHeader title={t('shadow.page.title')} lead={t('shadow.page.lead')} />
      {shadows.error ? <ErrorNote error={shadows.error} onRetry={() => void shadows.refetch()} /> : null}
      {newest ? (
        <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[2fr_1fr]">
          {newest.ended_at ? <p className="text-sm">{t('shadow.page.endedText')}</p> : <Voting shadow={newest} />}
          <section className="flex flex-col gap-2">
            <h2 className="text-base font-semibold tracking-tight">
              {t('shadow.running', { number: newest.candidate, production: newest.production })}
            </h2>
            <ShadowFigures shadow={newest} />
          </section>
        </div>
      ) : shadows.data ? (
        <EmptyState icon={Columns2} title={t('shadow.none')}>
          {t('shadow.lead')}
        </EmptyState>
      ) : shadows.error ? null : (
        <Skeleton className="h-96 rounded-lg" />
      )}
    </>
  )
}

function Voting({ shadow }: { shadow: Shadow }) {
  const { t } = useTranslation('rollouts')
  const votes = useVotes(shadow)
  useVoteKeys(votes.choose, votes.undo)
  return (
    <section className="flex min-w-0 flex-col gap-4">
      {votes.error ? <ErrorNote error={votes.error} /> : null}
      {votes.current ? (
        <OneDifference difference={votes.current} disabled={votes.isBusy} onChoose={votes.choose} />
      ) : votes.isLoading ? (
        <Skeleton className="h-96 rounded-lg" />
      ) : (
        <EmptyState icon={Columns2} title={t('shadow.page.done')}>
          {t('shadow.page.doneText')}
        </EmptyState>
      )}
      <LastVote shadow={shadow} last={votes.last} onUndo={votes.undo} />
    </section>
  )
}
