import { Link } from '@tanstack/react-router'
import { ChartSpline } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Progress } from '@/components/ui/progress'
import { formatAgo } from '@/lib/format'
import { MOST_COMPARED, nameOf, shareOf } from '../run'
import type { Run } from '../types'
import { JobBadge } from '../../jobs/components/job-badge'
import { RunWords } from './run-words'
import { Section } from '@/components/section'
import { ShowAll } from '../../shared/components/show-all'

/** Runs, newest first; two to four of them can be laid over each other. */
export function RunList({ runs }: { runs: Run[] }) {
  const { t } = useTranslation('runs')
  const [chosen, setChosen] = useState<string[]>([])
  const toggle = (id: string) =>
    setChosen((old) => (old.includes(id) ? old.filter((one) => one !== id) : [...old, id].slice(-MOST_COMPARED)))
  return (
    <Section
      title={t('title')}
      action={
        runs.length > 1 ? (
          chosen.length > 1 ? (
            <Button asChild size="sm">
              <Link to="/training/compare" search={{ runs: chosen.join(',') }}>
                <ChartSpline /> {t('compare.these', { count: chosen.length })}
              </Link>
            </Button>
          ) : (
            <p className="text-[13px] text-muted">{t('compare.hint')}</p>
          )
        ) : null
      }
    >
      <ShowAll
        items={runs}
        keyOf={({ id }) => id}
        row={(run) => (
          <div className="flex items-stretch">
            {runs.length > 1 ? (
              <span className="flex items-center pl-3">
                <Checkbox
                  aria-label={t('compare.choose', { name: nameOf(run) })}
                  checked={chosen.includes(run.id)}
                  onChange={() => toggle(run.id)}
                />
              </span>
            ) : null}
            <RunRow run={run} />
          </div>
        )}
      />
    </Section>
  )
}

function RunRow({ run }: { run: Run }) {
  const { t, i18n } = useTranslation('runs')
  const share = shareOf(run)
  return (
    <Link
      to="/training/runs/$id"
      params={{ id: run.id }}
      className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-sm transition-colors hover:bg-sunken"
    >
      <span className="min-w-0 flex-1 basis-44">
        <span className="block truncate font-medium">{nameOf(run)}</span>
        <span className="block truncate text-[13px] text-muted">
          {t('onDataSet', { name: run.data_set, number: run.data_set_version })}
          {run.parent ? ` · ${t('fromModel', { model: run.parent })}` : null}
          {` · ${formatAgo(run.created_at, i18n.language)}`}
        </span>
      </span>
      <span className="flex w-full flex-wrap items-center justify-between gap-x-4 gap-y-1 sm:w-auto">
        <span className="text-[13px] text-muted tabular-nums">
          <RunWords run={run} />
        </span>
        <span className="flex items-center justify-end gap-3 sm:w-44">
          {run.job.status === 'running' && share !== null ? (
            <Progress className="w-16 sm:flex-1" value={share} label={t('howFar')} />
          ) : null}
          <JobBadge job={run.job} />
        </span>
      </span>
    </Link>
  )
}
