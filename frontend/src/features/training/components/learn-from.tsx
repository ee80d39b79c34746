import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { GraduationCap } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/problem'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { learnFromCorrections } from '../api'
import { type Learner, learnersOf } from '../corrections'
import { keys } from '../keys'
import { slugOf } from '../naming'
import type { Correction } from '../types'

/** For each model that was corrected: one click to a run with everything filled in. */
export function LearnFrom({ corrections }: { corrections: Correction[] }) {
  const { t } = useTranslation('training')
  const [learner, setLearner] = useState<Learner | null>(null)
  const learners = learnersOf(corrections)
  if (learners.length === 0) return null
  return (
    <Card>
      <ul className="divide-y">
        {learners.map((one) => (
          <li key={one.model} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 text-sm">
            {t('corrections.learnLead', { count: one.count, model: one.model })}
            <Button variant="primary" onClick={() => setLearner(one)}>
              <GraduationCap /> {t('corrections.learnOf', { model: one.model })}
            </Button>
          </li>
        ))}
      </ul>
      {learner ? <LearnDialog learner={learner} onClose={() => setLearner(null)} /> : null}
    </Card>
  )
}

function LearnDialog({ learner, onClose }: { learner: Learner; onClose: () => void }) {
  const { t } = useTranslation(['training', 'app'])
  const client = useQueryClient()
  const navigate = useNavigate()
  const [slug, setSlug] = useState(() => slugOf(`corrections ${learner.model} ${new Date().toISOString().slice(0, 10)}`))
  const learn = useMutation({
    mutationFn: () => learnFromCorrections({ slug, parent: learner.parent }),
    onSuccess: (set) => {
      client.setQueryData(keys.dataSet(set.slug), set)
      void client.invalidateQueries({ queryKey: keys.dataSets, exact: true })
      void navigate({ to: '/training/data-sets/$slug', params: { slug: set.slug } })
    },
  })
  const fault = learn.error instanceof ApiError ? learn.error.field('/slug') : undefined
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    learn.mutate()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('corrections.learnTitle', { model: learner.model })}
      description={t('corrections.learnText')}
      closeLabel={t('app:action.close')}
    >
      <form onSubmit={submit} className="flex flex-col gap-5">
        <Field label={t('dataSet.slug')} hint={t('dataSet.slugHint')} error={fault}>
          {(props) => <Input {...props} required maxLength={63} autoComplete="off" value={slug} onChange={(event) => setSlug(event.target.value)} />}
        </Field>
        {learn.error && !fault ? <ErrorNote error={learn.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('app:action.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={learn.isPending}>
            {t('corrections.learnStart')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
