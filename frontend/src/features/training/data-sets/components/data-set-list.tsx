import { Link } from '@tanstack/react-router'
import { FolderArchive } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge } from '@/components/ui/badge'
import { formatBytes, formatDate, formatNumber } from '@/lib/format'
import { kindOf } from '@/lib/kinds'
import { isActive } from '../../jobs/types'
import { type DataSet } from '../types'
import { JobBadge } from '../../jobs/components/job-badge'
import { ShowAll } from '../../shared/components/show-all'

export function DataSetList({ sets }: { sets: DataSet[] }) {
  return <ShowAll items={sets} keyOf={({ slug }) => slug} row={(set) => <DataSetRow set={set} />} />
}

function DataSetRow({ set }: { set: DataSet }) {
  const { t, i18n } = useTranslation('data-sets')
  const Icon = set.kind === null ? FolderArchive : kindOf(set.kind).icon
  const facts = [
    set.items === null ? null : t('items', { count: set.items, number: formatNumber(set.items, i18n.language) }),
    set.size === null ? null : formatBytes(set.size, i18n.language),
    formatDate(set.created_at, i18n.language),
  ]
  return (
    <Link
      to="/training/data-sets/$slug"
      params={{ slug: set.slug }}
      className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm transition-colors hover:bg-sunken"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 basis-40">
        <span className="block truncate font-medium">{set.title}</span>
        <span className="block truncate text-[13px] text-muted tabular-nums">
          {facts.filter((fact) => fact !== null).join(' · ')}
        </span>
      </span>
      <DataSetState set={set} />
    </Link>
  )
}

/** What is to be done next with it, in a word. */
export function DataSetState({ set }: { set: DataSet }) {
  const { t } = useTranslation('data-sets')
  if (set.job && (isActive(set.job) || set.job.status === 'failed')) return <JobBadge job={set.job} />
  const [newest] = set.versions
  if (newest) return <Badge tone="success">{t('frozenAs', { number: newest.number })}</Badge>
  if (set.ready === null) return <Badge>{t('notChecked')}</Badge>
  return set.ready ? <Badge tone="accent">{t('ready')}</Badge> : <Badge tone="warn">{t('notReady')}</Badge>
}
