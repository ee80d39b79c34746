import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SelectField } from '@/components/ui/field'
import { useFieldWords } from '@/lib/use-field-words'
import { NameField } from '../../shared/components/name-field'
import { FormDialog } from '../../shared/components/form-dialog'
import { learnFromCorrections } from '../api'
import { dataSetKeys } from '../../data-sets/keys'
import { slugOf } from '../../shared/naming'
import type { Learner } from '../types'

const NOTHING = 'nothing'

/** What the data set of the corrections is called, and what the model sees beside them so that it does not forget. */
export function LearnDialog({ learner, onClose }: { learner: Learner; onClose: () => void }) {
  const { t } = useTranslation(['corrections', 'training'])
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
  const fault = useFieldWords(learn.error)('/slug')
  const lacking = beside ? '' : learner.lacking
  return (
    <FormDialog
      title={t('learnTitle', { model: learner.model })}
      text={t('learnText')}
      submit={t('learnStart')}
      disabled={learn.isPending || lacking !== ''}
      error={fault ? null : learn.error}
      onSubmit={() => learn.mutate()}
      onClose={onClose}
    >
      {learner.mixable.length > 0 ? (
        <SelectField
          label={t('beside')}
          hint={lacking || t('besideHint')}
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
      ) : null}
      <NameField
        label={t('training:slug')}
        hint={t('training:slugHint')}
        error={fault}
        value={slug}
        onChange={setSlug}
      />
    </FormDialog>
  )
}
