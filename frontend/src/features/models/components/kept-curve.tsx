import { useTranslation } from 'react-i18next'
import type { CurvePoint } from '../thresholds'

const WIDTH = 320
const HEIGHT = 96

/** What is kept and how much of it is right, by the threshold, which is marked. The sentence beside it says the same. */
export function KeptCurve({ curve, threshold }: { curve: readonly CurvePoint[]; threshold: number }) {
  const { t } = useTranslation('models')
  const place = (from: number, share: number) => `${from * WIDTH},${(1 - share) * HEIGHT}`
  const kept = curve.map((point) => place(point.from, point.kept)).join(' ')
  const right = curve.flatMap((point) => (point.right === null ? [] : [place(point.from, point.right)])).join(' ')
  return (
    <figure className="mt-3" aria-hidden>
      <svg
        viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
        preserveAspectRatio="none"
        className="h-24 w-full rounded-sm bg-sunken"
      >
        <line
          x1={threshold * WIDTH}
          x2={threshold * WIDTH}
          y1={-2}
          y2={HEIGHT + 2}
          className="stroke-muted"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
        <polyline
          points={kept}
          fill="none"
          strokeWidth={2}
          className="stroke-chart-orange"
          vectorEffect="non-scaling-stroke"
        />
        <polyline
          points={right}
          fill="none"
          strokeWidth={2}
          className="stroke-accent"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="mt-1.5 flex flex-wrap gap-x-4 text-xs text-muted">
        <Key className="bg-chart-orange" words={t('sure.kept')} />
        <Key className="bg-accent" words={t('sure.right')} />
        <span className="ml-auto">{t('sure.axis')}</span>
      </figcaption>
    </figure>
  )
}

function Key({ className, words }: { className: string; words: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span className={`h-0.5 w-3 rounded-full ${className}`} /> {words}
    </span>
  )
}
