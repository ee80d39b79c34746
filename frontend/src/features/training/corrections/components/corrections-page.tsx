import { useQuery } from '@tanstack/react-query'
import { MessageSquareQuote } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { EmptyState } from '@/components/ui/empty-state'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/skeleton'
import { correctionsQuery } from '../api'
import type { CorrectionState } from '../types'
import { BackLink } from '../../shared/components/back-link'
import { CorrectionCard } from './correction-card'
import { LearnFrom } from './learn-from'

const states: CorrectionState[] = ['pending', 'accepted', 'rejected']

export interface CorrectionsPageProps {
  state: CorrectionState
  onState: (state: CorrectionState) => void
}

/** What people said is right, for an operator to accept, change or reject. */
export function CorrectionsPage({ state, onState }: CorrectionsPageProps) {
  const { t } = useTranslation('corrections')
  const corrections = useQuery(correctionsQuery(state))
  const counts = corrections.data?.counts
  return (
    <>
      <BackLink />
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="flex flex-col gap-6">
        <Segmented
          label={t('state.label')}
          value={state}
          onValueChange={onState}
          className="self-start"
          options={states.map((value) => ({
            value,
            label: counts ? `${t(`state.${value}`)} (${counts[value]})` : t(`state.${value}`),
          }))}
        />
        {state === 'accepted' ? <LearnFrom /> : null}
        {corrections.error ? (
          <ErrorNote error={corrections.error} onRetry={() => void corrections.refetch()} />
        ) : !corrections.data ? (
          <Skeleton className="h-64 rounded-lg" />
        ) : corrections.data.results.length === 0 ? (
          <EmptyState icon={MessageSquareQuote} title={t(`none.${state}`)}>
            {t('noneText')}
          </EmptyState>
        ) : (
          <ul className="grid gap-4 lg:grid-cols-2">
            {corrections.data.results.map((correction) => (
              <li key={correction.prediction} className="flex">
                <CorrectionCard correction={correction} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  )
}
