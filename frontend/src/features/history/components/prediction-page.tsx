import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileQuestion, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf, wordsOf } from '@/api/predictions/answer'
import { useHidden } from '@/api/predictions/trash'
import { listedPrediction } from '@/api/predictions/list-query'
import { predictionQuery } from '@/api/predictions/requests'
import { ApiError } from '@/api/problem'
import { isFinal, type Prediction } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Card, CardTitle } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { formatBytes, formatDateTime, formatDuration } from '@/lib/format'
import { usePageTitle } from '@/lib/page-title'
import { QUEUE_PACE_MS, usePolling } from '@/live/live'
import { BackLink } from './back-link'
import { Facts } from './facts'
import { NeighbourLinks } from './neighbour-links'
import { OpenLater } from './open-later'
import { PredictionActions, type PredictionActionsProps } from './prediction-actions'
import { RawJson } from './raw-json'
import { StageBar } from './stage-bar'
import { Timeline } from './timeline'

export interface PredictionPageProps extends Omit<PredictionActionsProps, 'prediction'> {
  id: string
  /** The answer card, drawn by the route. */
  renderAnswer: (prediction: Prediction) => ReactNode
  /** What others answer to the same file. */
  renderOthers: (prediction: Prediction) => ReactNode
  /** This very request, written out for programs. */
  renderCode: (prediction: Prediction) => ReactNode
  onOpen: (id: string) => void
}

export function PredictionPage({
  id,
  renderAnswer,
  renderOthers,
  renderCode,
  onOpen,
  ...actions
}: PredictionPageProps) {
  const client = useQueryClient()
  const polling = usePolling()
  const hidden = useHidden().has(id)
  const { data, error, refetch } = useQuery({
    ...predictionQuery(id),
    placeholderData: () => listedPrediction(client, id),
    refetchInterval: ({ state }) => (state.data?.status === 'queued' ? QUEUE_PACE_MS : polling),
  })
  return (
    <>
      <div className="flex items-start justify-between gap-3">
        <BackLink />
        <NeighbourLinks id={id} onOpen={onOpen} />
      </div>
      {hidden ? (
        <Gone icon={Trash2} word="deleted" />
      ) : data ? (
        <OnePrediction
          prediction={data}
          answer={renderAnswer(data)}
          others={renderOthers(data)}
          renderCode={renderCode}
          {...actions}
        />
      ) : error instanceof ApiError && error.status === 404 ? (
        <Gone icon={FileQuestion} word="missing" />
      ) : error ? (
        <ErrorNote error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </>
  )
}

/** More of a text would hide the name of the page in a tab. */
const TITLE_WORDS = 60

interface OnePredictionProps extends PredictionActionsProps, Pick<PredictionPageProps, 'renderCode'> {
  answer: ReactNode
  others: ReactNode
}

function OnePrediction({ prediction, answer, others, renderCode, ...actions }: OnePredictionProps) {
  const { t } = useTranslation('history')
  const words = wordsOf(answerOf(prediction)).slice(0, TITLE_WORDS)
  usePageTitle([prediction.input.name, words].filter(Boolean).join(': '))
  return (
    <>
      <PageHeader
        title={<span className="break-words">{prediction.input.name}</span>}
        lead={useInputWords(prediction)}
        actions={<PredictionActions prediction={prediction} {...actions} />}
      />
      <div className="mb-4">{answer}</div>
      {others}
      <div className="mt-4 grid gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('fact.title')}>
            <Facts prediction={prediction} />
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('stage.title')}>
            {isFinal(prediction.status) ? (
              <StageBar cached={prediction.cached} metrics={prediction.metrics} />
            ) : (
              <p className="text-sm text-muted">{t('stage.later')}</p>
            )}
          </Panel>
          <Panel title={t('timeline.title')}>
            <Timeline prediction={prediction} />
          </Panel>
        </div>
      </div>
      <div className="mt-4 flex flex-col gap-4">
        <OpenLater title={t('code.title')}>{() => renderCode(prediction)}</OpenLater>
        <OpenLater title={t('raw.title')}>{() => <RawJson prediction={prediction} />}</OpenLater>
      </div>
    </>
  )
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card className="p-4">
      <CardTitle className="mb-3">{title}</CardTitle>
      {children}
    </Card>
  )
}

/** "image/jpeg · 88 kB · 640 × 480 · Nov 22, 2026, 10:00 AM" */
function useInputWords({ input, created_at }: Prediction): string {
  const { t, i18n } = useTranslation('history')
  const { width, height, duration, sample_rate: rate } = input
  const parts = [
    input.content_type,
    formatBytes(input.size, i18n.language),
    width && height ? t('input.pixels', { width, height }) : null,
    duration ? formatDuration(duration, i18n.language) : null,
    rate ? t('input.rate', { rate: rate / 1000 }) : null,
    formatDateTime(created_at, i18n.language),
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

function Gone({ icon, word }: { icon: typeof Trash2; word: 'missing' | 'deleted' }) {
  const { t } = useTranslation('history')
  const all = (
    <Button asChild>
      <Link to="/history">{t('gone.all')}</Link>
    </Button>
  )
  return (
    <>
      <h1 className="sr-only">{t(`gone.${word}.title`)}</h1>
      <EmptyState icon={icon} title={t(`gone.${word}.title`)} action={all}>
        {t(`gone.${word}.text`)}
      </EmptyState>
    </>
  )
}

function Loading() {
  return (
    <>
      <Skeleton className="mb-6 h-14 w-80 max-w-full" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-72 rounded-lg" />
        <Skeleton className="h-72 rounded-lg" />
      </div>
    </>
  )
}
