import { useTranslation } from 'react-i18next'
import type { Calibration, Kind, Version } from '@/api/types'
import { formatDate, formatNumber } from '@/lib/format'
import { kindOf } from '@/lib/kinds'

/** How the version computes on each device where somebody has measured it. */
export function Calibrations({ version, kind }: { version: Version; kind: Kind }) {
  const { t } = useTranslation('models')
  if (version.calibrations.length === 0) return null
  return (
    <div className="col-span-full">
      <dt className="text-xs text-muted">{t('facts.calibrated')}</dt>
      {version.calibrations.map((calibration) => (
        <dd key={calibration.device} className="max-w-prose text-pretty">
          <Measured calibration={calibration} version={version} kind={kind} />
        </dd>
      ))}
    </div>
  )
}

function Measured({ calibration, version, kind }: { calibration: Calibration; version: Version; kind: Kind }) {
  const { t, i18n } = useTranslation('models')
  const { medium } = kindOf(kind)
  // Of sound what counts is how much of it; recordings differ in length.
  const perSecond = calibration.sizes.map(({ values, per_second }) =>
    medium === 'sound' ? (per_second * values) / Number(version.preprocess.sample_rate) : per_second,
  )
  const span = (figures: number[]) => spanOf(figures.map(Math.round), i18n.language)
  return t('facts.calibratedSo', {
    device: calibration.device,
    items: span(calibration.sizes.map(({ items }) => items)),
    threads: t('facts.threads', { count: calibration.threads }),
    rate: t(`facts.perSecond.${medium}`, { rate: span(perSecond) }),
    date: formatDate(calibration.measured_at, i18n.language),
  })
}

/** [4, 1, 2] -> "1–4". */
function spanOf(figures: number[], language: string): string {
  const [least, most] = [Math.min(...figures), Math.max(...figures)]
  const written = (figure: number) => formatNumber(figure, language)
  return least === most ? written(most) : `${written(least)}–${written(most)}`
}
