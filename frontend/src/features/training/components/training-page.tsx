import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { MessageSquareQuote, Play, Upload } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { usePolling } from '@/live/live'
import { useDroppedFiles } from '@/lib/use-dropped-files'
import { correctionsQuery } from '../corrections/api'
import { dataSetsQuery } from '../data-sets/api'
import { runsQuery } from '../runs/api'
import { DataSetList } from '../data-sets/components/data-set-list'
import { DropField } from '../data-sets/components/drop-field'
import { NewDataSetDialog } from '../data-sets/components/new-data-set-dialog'
import { RunList } from '../runs/components/run-list'
import { Section } from '@/components/section'
import { TrainerNote } from '../jobs/components/trainer-note'

/** Data sets, runs, and who does the work. */
export function TrainingPage() {
  const { t } = useTranslation('training')
  const poll = { refetchInterval: usePolling() }
  const sets = useQuery({ ...dataSetsQuery, ...poll })
  const runs = useQuery({ ...runsQuery, ...poll })
  const pending = useQuery(correctionsQuery('pending')).data?.counts.pending
  const [adding, setAdding] = useState<{ file: File | null } | null>(null)
  const hovering = useDroppedFiles(([file]) => file && setAdding({ file }))
  const frozen = sets.data?.some(({ versions }) => versions.length > 0) ?? false
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <>
            <Button asChild>
              <Link to="/training/corrections">
                <MessageSquareQuote /> {pending ? t('openCorrections', { count: pending }) : t('corrections')}
              </Link>
            </Button>
            <Button onClick={() => setAdding({ file: null })}>
              <Upload /> {t('newDataSet')}
            </Button>
            {frozen ? (
              <Button asChild variant="primary">
                <Link to="/training/new-run">
                  <Play /> {t('newRun')}
                </Link>
              </Button>
            ) : null}
          </>
        }
      />
      <TrainerNote />
      <div className="mt-6 flex flex-col gap-10">
        {runs.data?.length ? <RunList runs={runs.data} /> : null}
        {runs.error ? <ErrorNote error={runs.error} onRetry={() => void runs.refetch()} /> : null}
        <Section title={t('dataSets')} lead={t('dataSetsLead')}>
          {sets.data ? (
            <div className="flex flex-col gap-4">
              {sets.data.length > 0 ? <DataSetList sets={sets.data} /> : null}
              <DropField large={sets.data.length === 0} hovering={hovering} onFile={(file) => setAdding({ file })} />
            </div>
          ) : sets.error ? (
            <ErrorNote error={sets.error} onRetry={() => void sets.refetch()} />
          ) : (
            <Skeleton className="h-64 rounded-lg" />
          )}
        </Section>
      </div>
      {adding ? <NewDataSetDialog first={adding.file} onClose={() => setAdding(null)} /> : null}
    </>
  )
}
