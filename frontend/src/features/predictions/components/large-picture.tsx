import { Maximize2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { seenAddress } from '@/api/predictions/requests'
import { classificationOf, type Prediction } from '@/api/types'
import { lazyPart } from '@/components/lazy-part'
import { Segmented } from '@/components/ui/segmented'
import { formatNumber } from '@/lib/format'
import { previewOf } from '@/lib/previews'
import { PictureImage } from './picture-image'

const PictureViewer = lazyPart(
  () => import('./picture-viewer'),
  (m) => m.PictureViewer,
)
const LookedAt = lazyPart(
  () => import('./looked-at'),
  (m) => m.LookedAt,
)

/** What the page of one prediction adds to its card. */
export interface WholeView {
  /** Whether the picture fills the screen. */
  full: boolean
  onFull: (full: boolean) => void
  /** To the next older (1) or newer (-1) prediction. */
  onStep: (by: 1 | -1) => void
}

/** The picture whole and large, the pixels that the model got of it, or what it looked at; pressed, it fills the screen. */
export function LargePicture({ prediction, whole }: { prediction: Prediction; whole: WholeView }) {
  const { t } = useTranslation('predictions')
  const [view, setView] = useState<'whole' | 'seen' | 'looked'>('whole')
  const { input } = prediction
  return (
    <div className="flex min-w-0 flex-col items-start gap-2">
      {view === 'whole' ? (
        <button
          type="button"
          aria-label={t('picture.enlarge', { name: input.name })}
          onClick={() => whole.onFull(true)}
          className="group relative flex min-h-44 w-full cursor-zoom-in items-center justify-center overflow-hidden rounded-md bg-sunken"
        >
          <PictureImage
            sources={[previewOf(prediction.id), input.url, input.thumbnail_url]}
            name={input.name}
            className="max-h-[62vh] w-full object-contain"
          />
          <Maximize2
            aria-hidden
            className="absolute right-2 bottom-2 size-7 rounded-md bg-black/55 p-1.5 text-white opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100 pointer-coarse:opacity-100"
          />
        </button>
      ) : view === 'seen' ? (
        <Seen id={prediction.id} />
      ) : (
        <LookedAt prediction={prediction} onStop={() => setView('whole')} />
      )}
      <Segmented
        label={t('picture.view')}
        value={view}
        onValueChange={setView}
        options={[
          { value: 'whole', label: t('picture.whole') },
          { value: 'seen', label: t('picture.seen') },
          ...(classificationOf(prediction) ? [{ value: 'looked' as const, label: t('picture.looked') }] : []),
        ]}
      />
      {whole.full ? (
        <PictureViewer
          name={input.name}
          sources={[previewOf(prediction.id), input.url, input.thumbnail_url]}
          onClose={() => whole.onFull(false)}
          onStep={whole.onStep}
        />
      ) : null}
    </div>
  )
}

/** Drawn larger than it is, with its pixels as squares: few of them are all that a small model knows. */
function Seen({ id }: { id: string }) {
  const { t, i18n } = useTranslation('predictions')
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  const [failed, setFailed] = useState(false)
  const number = (value: number) => formatNumber(value, i18n.language)
  return (
    <figure className="flex min-h-44 w-full flex-col items-center gap-2 rounded-md bg-sunken p-3">
      {failed ? (
        <p className="m-auto text-[13px] text-muted">{t('noPreview')}</p>
      ) : (
        <img
          src={seenAddress(id)}
          alt={t('picture.seen')}
          className="h-[min(54vh,28rem)] max-w-full object-contain [image-rendering:pixelated]"
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => setSize({ width, height })}
          onError={() => setFailed(true)}
        />
      )}
      <figcaption className="text-xs text-muted">
        {size ? t('picture.seenSize', { width: number(size.width), height: number(size.height) }) : ' '}
      </figcaption>
    </figure>
  )
}
