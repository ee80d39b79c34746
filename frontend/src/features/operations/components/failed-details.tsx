import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { OwnedPrediction } from '@/api/types'
import { StatusWords } from '@/components/status-words'
import { Button } from '@/components/ui/button'
import { formatDateTime } from '@/lib/format'
import { failedQuery } from '../api'
import { RerunButton } from './rerun-button'

/** What staff may do with one that failed: see why, have its file, run it again. */
export function FailedDetails({ row: { prediction, rerun } }: { row: OwnedPrediction }) {
  const { t, i18n } = useTranslation('operations')
  const { data } = useQuery(failedQuery(prediction.id))
  return (
    <div className="mt-3 flex flex-col gap-3">
      {rerun ? (
        <p className="flex flex-wrap items-center gap-2 text-muted">
          {t(rerun.by ? 'rerun.wasBy' : 'rerun.was', {
            by: rerun.by,
            at: formatDateTime(rerun.at, i18n.language),
            version: `${rerun.model} v${rerun.version}`,
          })}
          <StatusWords status={rerun.status} />
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <RerunButton wish={{ ids: [prediction.id] }} words={t('rerun.one')} />
        <Button asChild size="sm">
          <a href={`/api/v1/operations/predictions/${prediction.id}/input`} download>
            <Download aria-hidden /> {t('rerun.file')}
          </a>
        </Button>
      </div>
      {data?.traceback ? (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm py-1">{t('rerun.traceback')}</summary>
          <Traceback words={data.traceback} />
        </details>
      ) : null}
    </div>
  )
}

function Traceback({ words }: { words: string }) {
  const { t } = useTranslation('operations')
  return (
    // A region that scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={t('rerun.traceback')} tabIndex={0} className="max-h-80 overflow-auto">
      <pre className="w-fit min-w-full rounded-md border bg-surface p-3 font-mono text-xs">{words}</pre>
    </div>
  )
}
