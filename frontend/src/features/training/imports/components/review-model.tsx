import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, Play, SlidersHorizontal } from 'lucide-react'
import { type ReactNode, type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '@/api/keys'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { useFieldWords } from '@/lib/use-field-words'
import { TRAINING } from '../../shared/keys'
import type { TrainingJob } from '../../jobs/types'
import { askAgain, importQuery, registerImport } from '../api'
import { fieldsOf, type Graph, graphOf } from '../graph'
import { type Row, rowsOf, toSend } from '../own-files'
import type { Import } from '../types'
import { GraphFields } from './graph-fields'
import { OwnFiles } from './own-files'

/** A model that was looked at and is no version yet: its answers to own files, other numbers, and its owner's word. */
export function ReviewModel({ job }: { job: TrainingJob }) {
  const { data } = useQuery(importQuery(job))
  return data ? <Review key={data.job.completed_at} found={data} /> : null
}

function Review({ found }: { found: Import }) {
  const { t } = useTranslation(['imports', 'training'])
  const { job } = found
  const client = useQueryClient()
  const [rows, setRows] = useState<Row[]>(() => rowsOf(found.own_files))
  // What is said otherwise; null while nothing is.
  const [graph, setGraph] = useState<Graph | null>(null)
  const readAgain = () => client.invalidateQueries({ queryKey: TRAINING })
  const again = useMutation({
    mutationFn: async () => askAgain(job.id, { files: await toSend(rows), said: graph ? fieldsOf(graph) : {} }),
    onSuccess: readAgain,
  })
  const register = useMutation({
    mutationFn: () => registerImport(job.id),
    onSuccess: () => Promise.all([readAgain(), client.invalidateQueries({ queryKey: keys.models })]),
  })
  const fieldWords = useFieldWords(again.error)
  const busy = again.isPending || register.isPending
  const toggle = () => setGraph((old) => (old ? null : graphOf(found)))
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    again.mutate()
  }
  return (
    <Card className="mt-2">
      <form onSubmit={submit} className="flex flex-col gap-5 p-4 sm:p-5">
        {job.unregistered ? (
          <Head slug={found.slug}>
            <Button variant="primary" disabled={busy} onClick={() => register.mutate()}>
              {t('review.register')}
            </Button>
          </Head>
        ) : null}
        {found.assumed && !graph ? (
          <Notice tone="warn" title={t('review.assumed')}>
            {t('review.assumedText')}
          </Notice>
        ) : null}
        <OwnFiles rows={rows} labels={found.labels} speech={found.vocabulary.length > 0} onChange={setRows} />
        {graph ? (
          <GraphFields
            graph={graph}
            fault={(name) => fieldWords(`/${name}`)}
            onChange={(change) => setGraph((old) => old && { ...old, ...change })}
          />
        ) : null}
        {[again.error, register.error].map((error, place) => (error ? <ErrorNote key={place} error={error} /> : null))}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" disabled={busy || (rows.length === 0 && !graph)}>
            <Play /> {t(graph ? 'review.again' : 'review.show')}
          </Button>
          {job.work === 'import' ? (
            <Button variant="ghost" aria-expanded={graph !== null} onClick={toggle}>
              <SlidersHorizontal /> {t(graph ? 'review.keep' : 'review.change')}
            </Button>
          ) : null}
        </div>
      </form>
    </Card>
  )
}

function Head({ slug, children }: { slug: string; children: ReactNode }) {
  const { t } = useTranslation('imports')
  return (
    <div className="flex flex-wrap items-start gap-3">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
      <div className="min-w-0 flex-1 basis-56 text-sm">
        <p className="font-medium">{t('review.title', { model: slug })}</p>
        <p className="text-muted">{t('review.lead')}</p>
      </div>
      {children}
    </div>
  )
}
