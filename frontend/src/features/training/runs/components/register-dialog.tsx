import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '@/api/keys'
import { useFieldWords } from '@/lib/use-field-words'
import { NameField } from '../../shared/components/name-field'
import { FormDialog } from '../../shared/components/form-dialog'
import { registerRun } from '../api'
import { runKeys } from '../keys'
import type { RunDetail } from '../types'

/** Makes the model of a finished run a version of the catalogue, under a name. */
export function RegisterDialog({ run, onClose }: { run: RunDetail; onClose: () => void }) {
  const { t } = useTranslation(['runs', 'training'])
  const client = useQueryClient()
  const [slug, setSlug] = useState(run.slug)
  const register = useMutation({
    mutationFn: () => registerRun(run.id, slug),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: runKeys.one(run.id) }),
        client.invalidateQueries({ queryKey: keys.models }),
      ])
      onClose()
    },
  })
  const fault = useFieldWords(register.error)('/slug')
  return (
    <FormDialog
      title={t('register.title')}
      text={t('register.text')}
      submit={t('register.submit')}
      disabled={register.isPending}
      error={fault ? null : register.error}
      onSubmit={() => register.mutate()}
      onClose={onClose}
    >
      <NameField
        label={t('training:modelName')}
        hint={t('training:modelNameHint')}
        error={fault}
        value={slug}
        onChange={setSlug}
      />
    </FormDialog>
  )
}
