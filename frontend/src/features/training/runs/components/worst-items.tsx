import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { formatPercent } from '@/lib/format'
import type { Worst } from '../types'
import { keepPixels } from '@/lib/keep-pixels'
import { PlayButton } from '../../shared/components/play-button'

/** What was answered worst, to look at or to listen to: often it is the data that is wrong. */
export function WorstItems({ items }: { items: Worst[] }) {
  const { t } = useTranslation('runs')
  const speech = items.some(({ wer }) => wer !== undefined)
  return (
    <div>
      <h3 className="mb-2 text-[13px] font-medium text-muted">
        {t(speech ? 'evaluation.worstClips' : 'evaluation.worstPictures')}
      </h3>
      {speech ? (
        <Card>
          <ul className="divide-y">
            {items.map((item) => (
              <li key={item.name}>
                <Clip item={item} />
              </li>
            ))}
          </ul>
        </Card>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-3">
          {items.map((item) => (
            <li key={item.name} className="min-w-0">
              <Picture item={item} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Picture({ item: { name, truth, answer, score, url } }: { item: Worst }) {
  const { t, i18n } = useTranslation('runs')
  return (
    <figure title={name}>
      <img
        src={url}
        alt={truth ?? name}
        loading="lazy"
        decoding="async"
        onLoad={keepPixels}
        className="aspect-square w-full rounded-md bg-sunken object-contain"
      />
      <figcaption className="mt-1 text-xs">
        <span className="block truncate font-medium">{truth}</span>
        <span className="line-clamp-2 text-error">
          {t('evaluation.takenFor', { answer })} {score === undefined ? null : formatPercent(score, i18n.language, 0)}
        </span>
      </figcaption>
    </figure>
  )
}

function Clip({ item: { name, truth, answer, wer, url } }: { item: Worst }) {
  const { t, i18n } = useTranslation('runs')
  return (
    <div className="flex items-center gap-3 px-4 py-3 text-sm">
      <PlayButton url={url} name={name} />
      <dl className="grid min-w-0 flex-1 grid-cols-[auto_1fr] gap-x-3">
        <dt className="text-muted">{t('samples.truth')}</dt>
        <dd className="break-words">{truth || '–'}</dd>
        <dt className="text-muted">{t('samples.answer')}</dt>
        <dd className="break-words">{answer || '–'}</dd>
      </dl>
      {wer === undefined ? null : (
        <span className="text-right text-muted tabular-nums">
          {t('metric.wer.short')} {formatPercent(wer, i18n.language, 0)}
        </span>
      )}
    </div>
  )
}
