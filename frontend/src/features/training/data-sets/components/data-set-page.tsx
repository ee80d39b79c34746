import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { formatBytes, formatDateTime } from '@/lib/format'
import { usePolling } from '@/live/live'
import { dataSetQuery } from '../api'
import { isActive } from '../../jobs/types'
import { type DataSetDetail } from '../types'
import { useDataSetActions } from '../actions'
import { BackLink } from '../../shared/components/back-link'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { DataSetVersions } from './data-set-versions'
import { FreezeForm } from './freeze-form'
import { JobNote } from '../../jobs/components/job-note'
import { ReadFailed } from '../../shared/components/read-failed'
import { ReportView } from './report-view'
import { Section } from '@/components/section'
import { TrainerNote } from '../../jobs/components/trainer-note'

export function DataSetPage({ slug }: { slug: string }) {
  const set = useQuery({ ...dataSetQuery(slug), refetchInterval: usePolling() })
  return (
    <>
      <BackLink />
      {set.data ? (
        <OneDataSet set={set.data} />
      ) : set.error ? (
        <ReadFailed error={set.error} onRetry={() => void set.refetch()} />
      ) : (
        <Skeleton className="h-96 rounded-lg" />
      )}
    </>
  )
}

function OneDataSet({ set }: { set: DataSetDetail }) {
  const { t, i18n } = useTranslation(['data-sets', 'training'])
  const active = set.job !== null && isActive(set.job)
  const facts = [
    set.slug,
    set.size === null ? null : formatBytes(set.size, i18n.language),
    set.checked_at === null ? null : t('checkedAt', { time: formatDateTime(set.checked_at, i18n.language) }),
  ]
  return (
    <>
      <PageHeader
        title={set.title}
        lead={facts.filter((fact) => fact !== null).join(' · ')}
        actions={<RemoveDataSet set={set} disabled={active} />}
      />
      <div className="flex flex-col gap-8">
        {active ? <TrainerNote /> : null}
        {set.gone ? (
          <Notice tone="warn" title={t('training:gone')}>
            {t('gone.dataSet')}
          </Notice>
        ) : null}
        {set.deleted_since ? (
          <Notice tone="warn" title={t('deletedSince', { count: set.deleted_since })}>
            {t('deletedSinceText')}
          </Notice>
        ) : null}
        {set.job ? <JobNote job={set.job} /> : null}
        {set.versions.length > 0 ? <DataSetVersions versions={set.versions} /> : null}
        {set.report ? <ReportView report={set.report} /> : null}
        {set.report && !set.gone ? (
          <Section title={t('freeze.title')} lead={t('freeze.lead')}>
            {/* Anew with each report: its findings decide what can be left out. */}
            <FreezeForm key={set.checked_at} set={set} report={set.report} busy={active} />
          </Section>
        ) : null}
      </div>
    </>
  )
}

function RemoveDataSet({ set, disabled }: { set: DataSetDetail; disabled: boolean }) {
  const { t } = useTranslation(['data-sets', 'app', 'training'])
  const navigate = useNavigate()
  const { remove } = useDataSetActions()
  const [asking, setAsking] = useState(false)
  const confirm = () =>
    remove.mutate(set.slug, {
      onSuccess: () => void navigate({ to: '/training' }),
      onSettled: () => setAsking(false),
    })
  return (
    <>
      <Button disabled={disabled} onClick={() => setAsking(true)}>
        <Trash2 /> {t('app:action.delete')}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={t('delete', { title: set.title })}
          text={t('deleteText')}
          confirm={t('app:action.delete')}
          keep={t('training:keep')}
          danger
          busy={remove.isPending}
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}
