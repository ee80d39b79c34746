import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChartSpline } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/components/page-header'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { standingsQuery } from '@/api/standings'
import { useStrangerWords } from '@/components/use-stranger-words'
import { formatPercent } from '@/lib/format'
import { readStrangers } from '@/lib/strangers'
import { usePolling } from '@/live/live'
import { runQuery } from '../api'
import { colours } from '../curve-series'
import { differences, metricOf, MOST_COMPARED, nameOf } from '../run'
import type { RunDetail } from '../types'
import { useRecipeWords } from '../../recipes/words'
import { BackLink } from '../../shared/components/back-link'
import { JobBadge } from '../../jobs/components/job-badge'
import { ReadFailed } from '../../shared/components/read-failed'
import { RunCurves } from './run-curves'
import { Section } from '@/components/section'

/** Two to four runs over each other: their curves, what they reached, and where their recipes differ. */
export function ComparePage({ ids }: { ids: string[] }) {
  const { t } = useTranslation('runs')
  const polling = usePolling()
  const results = useQueries({
    queries: ids.slice(0, MOST_COMPARED).map((id) => ({ ...runQuery(id), refetchInterval: polling })),
  })
  const runs = results.flatMap(({ data }) => data ?? [])
  const failed = results.find(({ error }) => error)
  return (
    <>
      <BackLink />
      {failed?.error ? (
        <ReadFailed error={failed.error} onRetry={() => void failed.refetch()} />
      ) : ids.length < 2 ? (
        <EmptyState icon={ChartSpline} isPage title={t('compare.few')}>
          {t('compare.hint')}
        </EmptyState>
      ) : runs.length < results.length ? (
        <Skeleton className="h-96 rounded-lg" />
      ) : (
        <>
          <PageHeader title={t('compare.title', { count: runs.length })} />
          <div className="flex flex-col gap-8">
            <RunCurves runs={runs} />
            <Table runs={runs} />
          </div>
        </>
      )}
    </>
  )
}

function Table({ runs }: { runs: RunDetail[] }) {
  const { t, i18n } = useTranslation(['runs', 'recipes'])
  const words = useRecipeWords()
  const reached = runs.map(({ best_metric: best, last_epoch: epoch }) =>
    best === null || !epoch
      ? '–'
      : `${t(`metric.${metricOf(epoch.metric_name)}.short`)} ${formatPercent(best, i18n.language)}`,
  )
  const tested = runs.map(({ evaluation }) => {
    const value = evaluation?.top1 ?? evaluation?.wer
    return value === undefined ? '–' : formatPercent(value, i18n.language)
  })
  const strangers = useStrangers(runs)
  const votes = useVotes(runs)
  const rows = [
    { name: t('evaluation.title'), values: tested },
    ...strangers,
    ...(votes.some((value) => value !== '–') ? [{ name: t('compare.votes'), values: votes }] : []),
    { name: t('compare.reached'), values: reached },
    {
      name: t('dataSet'),
      values: runs.map(({ data_set, data_set_version }) => `${data_set} v${data_set_version}`),
    },
    { name: t('from'), values: runs.map(({ parent }) => parent ?? t('scratch')) },
    ...differences(runs.map(({ recipe }) => recipe)).map(({ name, values }) => ({
      name: words.nameOf(name),
      values: values.map(words.valueOf),
    })),
  ]
  return (
    <Section title={t('compare.table')} lead={t('compare.tableLead')}>
      <Card className="overflow-x-auto">
        <table className="w-full text-sm tabular-nums">
          <thead className="text-left">
            <tr>
              <td />
              {runs.map((run, index) => (
                <th key={run.id} scope="col" className="px-4 py-2.5 align-top font-medium">
                  <span
                    aria-hidden
                    className="mr-2 inline-block size-2.5 rounded-[3px]"
                    style={{ background: `var(--chart-${colours[index] ?? 'blue'})` }}
                  />
                  <Link
                    to="/training/runs/$id"
                    params={{ id: run.id }}
                    title={nameOf(run)}
                    className="mr-2 line-clamp-2 max-w-60 underline-offset-4 hover:underline"
                  >
                    {nameOf(run)}
                  </Link>
                  <JobBadge job={run.job} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, values }) => (
              <tr key={name} className="border-t">
                <th scope="row" className="px-4 py-1.5 text-left font-normal text-muted">
                  {name}
                </th>
                {values.map((value, index) => (
                  <td key={index} className="px-4 py-1.5">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
    </Section>
  )
}

/** A row for each kind of strangers that any of them was measured on. */
function useStrangers(runs: RunDetail[]): { name: string; values: string[] }[] {
  const { t, i18n } = useTranslation('runs')
  const nameOf = useStrangerWords()
  const percent = (share: number) => formatPercent(share, i18n.language)
  const measured = runs.map(({ evaluation }) => readStrangers(evaluation ?? {}))
  return [...new Set(measured.flat().map(({ name }) => name))].map((name) => ({
    name: t('compare.stranger', { name: nameOf(name) }),
    values: measured.map((all) => {
      const found = all.find((one) => one.name === name)
      return found
        ? t('compare.strangerValue', { letThrough: percent(found.letThrough), area: percent(found.area) })
        : '–'
    }),
  }))
}

/** How often people found the answers of what each became better than another version's, with its 95 % interval. */
function useVotes(runs: RunDetail[]): string[] {
  const { t, i18n } = useTranslation('runs')
  const percent = (share: number) => formatPercent(share, i18n.language, 0)
  const versions = runs.map(({ registered }) => registered?.split('/versions/') ?? [])
  const slugs = [...new Set(versions.flatMap(([slug]) => slug ?? []))]
  const found = useQueries({ queries: slugs.map((slug) => standingsQuery(slug)) })
  return versions.map(([slug, number]) => {
    const standings = slug ? (found[slugs.indexOf(slug)]?.data ?? []) : []
    const mine = standings.filter(({ version }) => String(version) === number)
    const words = mine.map(({ won, lost, share, low, high, other_model, other_version }) =>
      t('compare.vote', {
        share: percent(share),
        low: percent(low),
        high: percent(high),
        count: won + lost,
        other: `${other_model} v${other_version}`,
      }),
    )
    return words.join('; ') || '–'
  })
}
