import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { Waveform } from '@/components/waveform'
import { cn } from '@/lib/class-names'
import { mediumOf } from '@/lib/kinds'
import { previewOf } from '@/lib/previews'
import { answerLine, confidenceWords } from '../answer-words'
import { StateBadge } from './state-badge'

const row =
  'relative flex h-14 items-center gap-3 border-b px-3 text-sm ' +
  'max-sm:grid max-sm:h-16 max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:content-center max-sm:gap-y-1 max-sm:pl-16'
const thumbnail = 'w-10 shrink-0 max-sm:absolute max-sm:inset-y-0 max-sm:left-3 max-sm:my-auto'

/** One prediction in the table view; on a phone in two lines, so that the name and the answer have room. */
export function PredictionRow({ prediction }: { prediction: Prediction }) {
  const { t, i18n } = useTranslation(['predictions', 'app'])
  return (
    <div role="row" className={row}>
      <span role="cell" className="flex min-w-0 items-center gap-3 max-sm:col-span-2 sm:w-1/3">
        <Thumbnail prediction={prediction} />
        <Link
          to="/predictions/$id"
          params={{ id: prediction.id }}
          state={{ from: 'tryIt' }}
          className="truncate font-medium hover:underline"
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
        <StateBadge prediction={prediction} brief />
      </span>
    </div>
  )
}

function Thumbnail({ prediction }: { prediction: Prediction }) {
  const { input } = prediction
  if (mediumOf(prediction) === 'sound')
    return <Waveform peaks={input.peaks ?? []} bars={20} className={cn('h-8', thumbnail)} />
  const source = input.thumbnail_url ?? previewOf(prediction.id)
  return source ? (
    <img src={source} alt="" loading="lazy" className={cn('h-10 rounded-sm bg-sunken object-cover', thumbnail)} />
  ) : (
    <span className={cn('h-10 rounded-sm bg-sunken', thumbnail)} />
  )
}
