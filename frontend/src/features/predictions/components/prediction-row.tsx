import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { Waveform } from '@/components/waveform'
import { mediumOf } from '@/lib/kinds'
import { previewOf } from '@/lib/previews'
import { answerLine, confidenceWords } from '../answer-words'
import { StateBadge } from './state-badge'

/** One prediction in the table view. */
export function PredictionRow({ prediction }: { prediction: Prediction }) {
  const { t, i18n } = useTranslation(['predictions', 'app'])
  return (
    <div role="row" className="flex h-14 items-center gap-3 border-b px-3 text-sm">
      <span role="cell" className="flex w-2/5 min-w-0 items-center gap-3 sm:w-1/3">
        <Thumbnail prediction={prediction} />
        <Link
          to="/predictions/$id"
          params={{ id: prediction.id }}
          state={{ from: 'tryIt' }}
          className="truncate py-1 font-medium hover:underline"
        >
          {prediction.input.name}
        </Link>
      </span>
      <span role="cell" className="min-w-0 flex-1 truncate">
        {answerLine(prediction, t)}
      </span>
      <span role="cell" className="hidden w-20 text-right text-muted tabular-nums sm:block">
        {confidenceWords(prediction, t, i18n.language)}
      </span>
      <span role="cell" className="shrink-0 text-right sm:w-44">
        <StateBadge prediction={prediction} />
      </span>
    </div>
  )
}

function Thumbnail({ prediction }: { prediction: Prediction }) {
  const { input } = prediction
  if (mediumOf(prediction) === 'sound')
    return <Waveform peaks={input.peaks ?? []} bars={20} className="h-8 w-10 shrink-0" />
  const source = input.thumbnail_url ?? previewOf(prediction.id)
  return source ? (
    <img src={source} alt="" loading="lazy" className="size-10 shrink-0 rounded-sm bg-sunken object-cover" />
  ) : (
    <span className="size-10 shrink-0 rounded-sm bg-sunken" />
  )
}
