import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/problem'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { learnFromCorrections } from '../api'
import { dataSetKeys } from '../../data-sets/keys'
import { slugOf } from '../../shared/naming'
import type { Learner } from '../types'

const NOTHING = 'nothing'

/** What the data set of the corrections is called, and what the model sees beside them so that it does not forget. */
export function LearnDialog({ learner, onClose }: { learner: Learner; onClose: () => void }) {
  const { t } = useTranslation(['corrections', 'training', 'app'])
  const client = useQueryClient()
  const navigate = useNavigate()
  const [slug, setSlug] = useState(() =>
    slugOf(`corrections ${learner.model} ${new Date().toISOString().slice(0, 10)}`),
  )
  const [place, setPlace] = useState(learner.mixable.length > 0 ? '0' : NOTHING)
  const beside = learner.mixable[Number(place)] ?? null
  const learn = useMutation({
    mutationFn: () => learnFromCorrections({ slug, parent: learner.parent, beside }),
    onSuccess: (set) => {
      client.setQueryData(dataSetKeys.one(set.slug), set)
      void client.invalidateQueries({ queryKey: dataSetKeys.list, exact: true })
      void navigate({ to: '/training/data-sets/$slug', params: { slug: set.slug } })
    },
  })
  const fault = learn.error instanceof ApiError ? learn.error.field('/slug') : undefined
  const lacking = beside ? '' : learner.lacking
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    learn.mutate()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('learnTitle', { model: learner.model })}
      description={t('learnText')}
      closeLabel={t('app:action.close')}
    >
      <form onSubmit={submit} className="flex flex-col gap-5">
        {learner.mixable.length > 0 ? (
          <div className="flex min-w-0 flex-col gap-1.5">
            <span aria-hidden className="text-sm font-medium">
              {t('beside')}
            </span>
            <Select
              label={t('beside')}
              value={place}
              onValueChange={setPlace}
              options={[
                ...learner.mixable.map(({ title, version }, index) => ({
                  value: String(index),
                  label: `${title}, v${version}`,
                })),
                { value: NOTHING, label: t('besideNothing') },
              ]}
            />
            <p className="text-[13px] text-muted">{lacking || t('besideHint')}</p>
          </div>
        ) : null}
        <Field label={t('training:slug')} hint={t('training:slugHint')} error={fault}>
          {(props) => (
            <Input
              {...props}
              required
              maxLength={63}
              autoComplete="off"
              value={slug}
              onChange={(event) => setSlug(event.target.value)}
            />
          )}
        </Field>
        {learn.error && !fault ? <ErrorNote error={learn.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('app:action.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={learn.isPending || lacking !== ''}>
            {t('learnStart')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
