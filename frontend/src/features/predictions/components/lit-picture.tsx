import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Explanation, Prediction } from '@/api/types'
import { previewOf } from '@/lib/previews'
import { isCropped, placeOf, shadeOf, speaksAtAll } from '../label-map'
import { PictureImage } from './picture-image'

type Maps = NonNullable<Explanation['result']>

export interface LitPictureProps {
  prediction: Prediction
  area: Maps['area']
  map: Maps['maps'][number]
  /** How dark the shade is, 0 to 1. */
  strength: number
}

/** The picture under a shade that leaves bright what speaks for a label. */
export function LitPicture({ prediction: { id, input }, area, map, strength }: LitPictureProps) {
  const { t } = useTranslation('predictions')
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => canvas.current?.getContext('2d')?.putImageData(shadeOf(map.values), 0, 0), [map])
  const ratio = (input.width ?? 1) / (input.height ?? 1)
  const percent = (share: number) => `${100 * share}%`
  const name = speaksAtAll(map.values)
    ? t('looked.where', { name: input.name, label: map.label, place: t(`looked.place.${placeOf(map.values)}`) })
    : t('looked.nothing', { label: map.label })
  return (
    <div
      role="img"
      aria-label={name}
      className="relative mx-auto overflow-hidden rounded-md"
      style={{ aspectRatio: ratio, width: `min(100%, 62vh * ${ratio})` }}
    >
      <PictureImage
        sources={[previewOf(id), input.url, input.thumbnail_url]}
        name=""
        className="size-full object-contain"
      />
      <div
        aria-hidden
        className="absolute"
        style={{
          left: percent(area.left),
          top: percent(area.top),
          width: percent(area.width),
          height: percent(area.height),
          // What the model did not get is all shade; the picture's own frame cuts it.
          boxShadow: `0 0 0 200vmax rgb(0 0 0 / ${strength})`,
        }}
      >
        <canvas ref={canvas} width={96} height={96} className="size-full" style={{ opacity: strength }} />
        {isCropped(area) ? <span className="absolute inset-0 border border-dashed border-white/80" /> : null}
      </div>
    </div>
  )
}
