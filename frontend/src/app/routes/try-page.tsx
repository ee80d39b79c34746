import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { limitsQuery, modelsQuery } from '@/api/catalogue'
import { usePredictionList } from '@/api/predictions/use-prediction-list'
import { useUnserved } from '@/api/predictions/use-wait'
import { isFinal, type Limits, type Model, type Prediction } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Notice } from '@/components/ui/notice'
import { usePredictionActions } from '@/features/predictions/actions'
import { Feed } from '@/features/predictions/components/feed'
import { FeedBar } from '@/features/predictions/components/feed-bar'
import { examplesQuery } from '@/features/uploads/api'
import { type Choice, modelOf, readChoice } from '@/features/uploads/choice'
import { DropOverlay } from '@/features/uploads/components/drop-overlay'
import { DropZone } from '@/features/uploads/components/drop-zone'
import { ExampleStrip } from '@/features/uploads/components/example-strip'
import { Refusals } from '@/features/uploads/components/refusals'
import { UploadRow } from '@/features/uploads/components/upload-row'
import { UnsentRecording } from '@/features/uploads/components/unsent-recording'
import { UploadCard } from '@/features/uploads/components/upload-card'
import { isOnTheWay, type OnTheWay } from '@/features/uploads/queue'
import { addFiles, currentBatch, removeUpload, useUploads } from '@/features/uploads/uploads'
import { useWindowFiles } from '@/features/uploads/window-files'

const route = getRouteApi('/signed-in/')
const EVERYTHING = {}

/** Where a file becomes an answer: joins uploads and predictions, which do not know each other. */
export function TryPage() {
  const { t } = useTranslation('uploads')
  const choice = route.useSearch({ select: readChoice, structuralSharing: true })
  const navigate = route.useNavigate()
  const { data: limits } = useQuery(limitsQuery)
  const { data: models } = useQuery(modelsQuery)
  const { data: examples } = useQuery(examplesQuery)
  const all = useUploads()
  const uploads = all.filter(isOnTheWay)
  const refused = all.filter((upload) => !isOnTheWay(upload))
  const mine = usePredictionList(EVERYTHING)
  const { list } = mine
  const chosen = modelOf(choice, models ?? [])
  const send = useSend(limits, choice, models)
  const hovering = useWindowFiles(send)
  const empty = uploads.length === 0 && mine.rows.length === 0

  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <DropZone
        compact={!empty}
        limits={limits}
        models={models ?? []}
        choice={choice}
        onChoice={(next) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true })}
        onFiles={send}
      />
      {hovering ? <DropOverlay /> : null}
      <UnsentRecording maxSeconds={limits?.max_seconds ?? 600} onFiles={send} />
      {chosen && !chosen.is_default ? null : <HonestNote />}
      {list.error ? <ErrorNote error={list.error} onRetry={() => void list.refetch()} className="mt-4" /> : null}
      <Refusals refused={refused} limits={limits} />
      <NobodyThere rows={mine.rows} />
      {empty ? <ExampleStrip examples={examples ?? []} onFiles={send} /> : <Answers uploads={uploads} mine={mine} />}
    </>
  )
}

function HonestNote() {
  const { t } = useTranslation('uploads')
  return (
    <p className="mt-3 text-[13px] text-muted">
      {t('honest')}{' '}
      <Link to="/models" className="font-medium text-accent underline-offset-4 hover:underline">
        {t('honestLink')}
      </Link>{' '}
      ·{' '}
      <Link to="/teach" className="font-medium text-accent underline-offset-4 hover:underline">
        {t('teach')}
      </Link>
    </p>
  )
}

/** What waits for somebody who is not there goes on by itself later: that much is known, and nothing about when. */
function NobodyThere({ rows }: { rows: readonly Prediction[] }) {
  const { t } = useTranslation('predictions')
  const unserved = useUnserved()
  if (!rows.some(({ status, kind }) => status === 'queued' && unserved.includes(kind))) return null
  return (
    <Notice tone="warn" className="mt-4">
      {t('nobodyThere')}
    </Notice>
  )
}

function useSend(limits: Limits | undefined, choice: Choice, models: readonly Model[] | undefined) {
  return useCallback((files: File[]) => void addFiles(files, limits, choice, models), [limits, choice, models])
}

interface AnswersProps {
  uploads: readonly OnTheWay[]
  mine: ReturnType<typeof usePredictionList>
}

function Answers({ uploads, mine: { rows, loadMore } }: AnswersProps) {
  const { view = 'cards' } = route.useSearch()
  const navigate = route.useNavigate()
  const { cancel } = usePredictionActions()
  const batch = batchOf(currentBatch(), uploads, rows)

  const cancelRest = () => {
    for (const upload of uploads) removeUpload(upload.id)
    for (const prediction of batch.open) cancel.mutate(prediction.id)
  }

  return (
    <>
      <FeedBar
        batch={batch}
        predictions={rows}
        view={view}
        onView={(next) =>
          void navigate({ search: (old) => ({ ...old, view: next === 'table' ? next : undefined }), replace: true })
        }
        onCancelRest={cancelRest}
      />
      <Feed
        uploads={uploads}
        renderUpload={(upload) => (view === 'table' ? <UploadRow upload={upload} /> : <UploadCard upload={upload} />)}
        predictions={rows}
        view={view}
        onEnd={loadMore}
      />
    </>
  )
}

/** Counts the accepted files of one go, whether still here or already there. */
function batchOf(ids: readonly string[], uploads: readonly OnTheWay[], predictions: readonly Prediction[]) {
  const members = new Set(ids)
  const known = predictions.filter((prediction) => members.has(prediction.id))
  const onTheWay = uploads.filter(
    (upload) => members.has(upload.id) && !known.some((prediction) => prediction.id === upload.id),
  )
  const failed = known.filter((prediction) => prediction.status === 'failed').length
  return {
    total: known.length + onTheWay.length,
    done: known.filter((prediction) => isFinal(prediction.status)).length - failed,
    failed,
    open: known.filter((prediction) => !isFinal(prediction.status)),
  }
}
