import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf, wordsOf } from '@/api/predictions/answer'
import type { OwnedPrediction, Prediction } from '@/api/types'
import { StatusWords } from '@/components/status-words'
import { Button } from '@/components/ui/button'
import { cn } from '@/lib/class-names'
import { formatDateTime, formatDuration, formatNumber, formatPercent } from '@/lib/format'
import { useExactProblemWords, useFailureName } from '@/lib/use-problem-words'
import { kindOf } from '@/lib/kinds'
import { useMediaQuery } from '@/lib/use-media-query'
import { shortAgo } from '../scale'
import { FailedDetails } from './failed-details'

/** One line, and under it on request all that is known. No media: those are the owner's, but for the file of a failed one. */
export function PredictionRow({ row, now }: { row: OwnedPrediction; now: number }) {
  const { prediction, owner } = row
  const { t, i18n } = useTranslation('operations')
  const [open, setOpen] = useState(false)
  const columns = useColumns()
  const { input, model, metrics, kind } = prediction
  const Icon = kindOf(kind).icon
  return (
    <>
      <tr className={cn('border-t transition-colors hover:bg-sunken/60', open && 'bg-sunken/60')}>
        <th scope="row" className="py-1.5 pr-2 pl-2 text-left font-normal">
          <button
            type="button"
            aria-expanded={open}
            title={t('list.details', { name: input.name })}
            onClick={() => setOpen(!open)}
            className="flex min-h-7 w-full items-center gap-2 rounded-sm px-1 text-left"
          >
            <ChevronRight
              aria-hidden
              className={cn('size-3.5 shrink-0 text-muted transition-transform', open && 'rotate-90')}
            />
            <Icon aria-hidden className="size-4 shrink-0 text-muted" strokeWidth={1.7} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{input.name}</span>
              <span className="block truncate text-xs text-muted md:hidden">{owner}</span>
            </span>
          </button>
        </th>
        <td className="hidden truncate px-2 md:table-cell">
          <Link
            from="/operations"
            to="."
            search={(old) => ({ ...old, owner })}
            resetScroll={false}
            className="rounded-sm py-1 underline-offset-4 hover:underline"
          >
            {owner}
          </Link>
        </td>
        <td className="hidden truncate px-2 text-muted lg:table-cell">{`${model.slug} v${model.version}`}</td>
        <td className="hidden truncate px-2 md:table-cell">
          <AnswerWords prediction={prediction} />
        </td>
        <td className="px-1.5 sm:px-2">
          <StatusWords status={prediction.status} />
          {row.rerun ? <span className="mt-0.5 block text-xs text-muted">{t('rerun.again')}</span> : null}
        </td>
        <td className="hidden px-2 text-right tabular-nums sm:table-cell">
          {metrics.total_time === null ? '–' : formatDuration(metrics.total_time, i18n.language)}
        </td>
        <td className="py-1.5 pr-4 pl-2 text-right whitespace-nowrap text-muted tabular-nums">
          <time dateTime={prediction.created_at} title={formatDateTime(prediction.created_at, i18n.language)}>
            {shortAgo(prediction.created_at, now, i18n.language)}
          </time>
        </td>
      </tr>
      {open ? (
        <tr className="bg-sunken/60">
          <td colSpan={columns} className="px-4 pt-1 pb-4 md:pl-10">
            <Details prediction={prediction} owner={owner} />
            {prediction.status === 'failed' ? <FailedDetails row={row} /> : null}
          </td>
        </tr>
      ) : null}
    </>
  )
}

/** How many of the table's columns are shown: a cell over more of them would take room from those. */
function useColumns(): number {
  const [hasTook, hasAnswer, hasModel] = [
    useMediaQuery('(min-width: 40rem)'),
    useMediaQuery('(min-width: 48rem)'),
    useMediaQuery('(min-width: 64rem)'),
  ]
  return 3 + Number(hasTook) + 2 * Number(hasAnswer) + Number(hasModel)
}

function AnswerWords({ prediction }: { prediction: Prediction }) {
  const { i18n } = useTranslation()
  const reason = useFailureName()
  const answer = answerOf(prediction)
  const words = wordsOf(answer)
  if (prediction.error) return <span className="text-muted">{reason(prediction.error.code)}</span>
  if (words === '') return <span className="text-muted">–</span>
  const share = answer?.label === undefined ? null : answer.confidence
  return (
    <span title={words}>
      {words}
      {share === null ? null : (
        <span className="text-muted tabular-nums"> {formatPercent(share, i18n.language, 0)}</span>
      )}
    </span>
  )
}

const stages = ['queue', 'preprocess', 'predict', 'postprocess', 'total'] as const

function Details({ prediction, owner }: { prediction: Prediction; owner: string }) {
  const problemWords = useExactProblemWords()
  const { t, i18n } = useTranslation('operations')
  const { metrics, error, model } = prediction
  const facts: [string, string][] = [
    ...(error ? [[t('list.reason'), problemWords(error)] satisfies [string, string]] : []),
    [t('list.owner'), owner],
    [t('list.model'), `${model.slug} v${model.version}${model.alias ? ` (@${model.alias})` : ''}`],
    ...stages.flatMap((stage) => {
      const seconds = metrics[`${stage}_time`]
      return seconds === null
        ? []
        : [[t(`stage.${stage}`), formatDuration(seconds, i18n.language)] satisfies [string, string]]
    }),
    ...(metrics.batch_size
      ? [[t('list.batch'), formatNumber(metrics.batch_size, i18n.language)] satisfies [string, string]]
      : []),
    [t('list.attempts'), formatNumber(prediction.attempt, i18n.language)],
    [t('list.id'), prediction.id],
  ]
  return (
    <div className="flex flex-wrap items-end justify-between gap-3">
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        {facts.map(([name, fact], index) => (
          <div key={index} className="min-w-0">
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="break-words tabular-nums">{fact}</dd>
          </div>
        ))}
      </dl>
      <Button asChild size="sm">
        <a href={`/admin/predictions/prediction/${prediction.id}/change/`}>{t('list.record')}</a>
      </Button>
    </div>
  )
}
