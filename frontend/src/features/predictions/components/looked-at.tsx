import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dropExplanation, explanationQuery, isUnderWay } from '@/api/predictions/explanations'
import type { Explanation, Prediction } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import { Select } from '@/components/ui/select'
import { isCropped, speaksAtAll } from '../label-map'
import { LitPicture } from './lit-picture'

export interface LookedAtProps {
  prediction: Prediction
  onStop: () => void
}

/** What the model looked at, for one label at a time; a worker finds it out once this is shown. */
export function LookedAt({ prediction, onStop }: LookedAtProps) {
  const { t } = useTranslation(['predictions', 'app'])
  const client = useQueryClient()
  const query = explanationQuery(client, prediction.id, prediction.answer?.label)
  const { data, error, refetch, isFetching } = useQuery(query)
  const again = () => void refetch()
  if (error && !data) return <ErrorNote error={error} onRetry={again} className="w-full" />
  if (data?.status === 'failed')
    return (
      <Notice
        tone="error"
        title={t('looked.failed')}
        className="w-full"
        action={
          <Button size="sm" disabled={isFetching} onClick={again}>
            {t('action.tryAgain', { ns: 'app' })}
          </Button>
        }
      >
        {data.error}
      </Notice>
    )
  if (data?.result) return <Result prediction={prediction} result={data.result} />
  const stop = () => {
    onStop()
    if (!isUnderWay(data)) return
    void dropExplanation(prediction.id).catch(() => undefined)
    client.removeQueries({ queryKey: query.queryKey })
  }
  return (
    <div
      role="status"
      className="flex min-h-44 w-full flex-col items-center justify-center gap-3 rounded-md bg-sunken p-4"
    >
      <p className="text-sm text-muted">{t(data?.status === 'queued' ? 'looked.waiting' : 'looked.working')}</p>
      <Progress value={data?.progress ?? 0} label={t('looked.working')} className="w-56 max-w-full bg-border" />
      <Button size="sm" variant="ghost" onClick={stop}>
        {t('looked.stop')}
      </Button>
    </div>
  )
}

function Result({ prediction, result }: { prediction: Prediction; result: NonNullable<Explanation['result']> }) {
  const { t } = useTranslation('predictions')
  const [chosen, setChosen] = useState(prediction.answer?.label)
  const [strength, setStrength] = useState(0.75)
  const map = result.maps.find(({ label }) => label === chosen) ?? result.maps[0]
  if (!map) return null
  const { label } = map
  return (
    <figure className="flex w-full flex-col gap-2">
      <LitPicture prediction={prediction} area={result.area} map={map} strength={strength} />
      <div className="flex flex-wrap items-center gap-3">
        <Select
          label={t('looked.label')}
          value={label}
          onValueChange={setChosen}
          options={result.maps.map((one) => ({ value: one.label, label: one.label }))}
          className="max-w-64 min-w-40"
        />
        <label className="flex min-w-40 flex-1 items-center gap-2 text-[13px] text-muted">
          {t('looked.strength')}
          <input
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={strength}
            onChange={(event) => setStrength(Number(event.target.value))}
            className="min-w-20 flex-1 accent-accent"
          />
        </label>
      </div>
      <figcaption className="text-[13px] text-muted">
        {speaksAtAll(map.values) ? (
          <>
            <span className="text-foreground">{t('looked.bright', { label })}</span> {t(`looked.${result.method}`)}
          </>
        ) : (
          t('looked.nothing', { label })
        )}
        {isCropped(result.area) ? ` ${t('looked.frame')}` : null}
      </figcaption>
    </figure>
  )
}
