import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Version } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { formatPercent } from '@/lib/format'
import { measuredThresholds, pointAt, readCurve, thresholdOf, withThreshold } from '../thresholds'
import { useThresholds } from '../use-thresholds'
import { KeptCurve } from './kept-curve'
import { TitledPart } from './titled-part'

/** From which confidence on an answer counts, what that keeps and how right it is; staff may move it. */
export function Sureness({ slug, version, isStaff }: { slug: string; version: Version; isStaff: boolean }) {
  const { t, i18n } = useTranslation('models')
  const [label, setLabel] = useState('')
  const [draft, setDraft] = useState<number | null>(null)
  const save = useThresholds(slug, version)
  const { thresholds } = version
  if (!thresholds) return null
  const curve = readCurve(version.metrics)
  const now = thresholdOf(thresholds, label)
  const shown = draft ?? now
  const point = label === '' ? pointAt(curve, shown) : undefined
  const percent = (share: number) => formatPercent(share, i18n.language, 0)
  const measured = measuredThresholds(version)
  const choose = (next: string) => {
    setLabel(next)
    setDraft(null)
  }
  return (
    <TitledPart level={2} title={t('sure.title')}>
      <p className="text-sm text-muted">
        {t('sure.from', { percent: percent(shown) })}{' '}
        {point?.right == null ? null : t('sure.keeps', { kept: percent(point.kept), right: percent(point.right) })}
      </p>
      {curve.length > 1 && label === '' ? <KeptCurve curve={curve} threshold={shown} /> : null}
      {isStaff ? (
        <div className="mt-3 flex flex-wrap items-center gap-3">
          <Select
            label={t('sure.label')}
            value={label || ALL}
            onValueChange={(value) => choose(value === ALL ? '' : value)}
            options={[
              { value: ALL, label: t('sure.all') },
              ...(version.labels ?? []).map((name) => ({ value: name, label: name })),
            ]}
            className="w-40"
          />
          <input
            type="range"
            min={0}
            max={0.98}
            step={0.02}
            value={shown}
            onChange={(event) => setDraft(Number(event.target.value))}
            aria-label={t('sure.threshold')}
            aria-valuetext={percent(shown)}
            className="min-w-32 flex-1 accent-accent"
          />
          <Button
            size="sm"
            disabled={shown === now || save.isPending}
            onClick={() => save.mutate(withThreshold(thresholds, label, shown), { onSuccess: () => setDraft(null) })}
          >
            {t('sure.use')}
          </Button>
          {measured ? (
            <Button size="sm" variant="ghost" disabled={save.isPending} onClick={() => save.mutate(measured)}>
              {t('sure.measured')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </TitledPart>
  )
}

/** A select's value is never empty. */
const ALL = '*'
