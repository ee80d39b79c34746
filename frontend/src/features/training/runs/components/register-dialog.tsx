import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '@/api/keys'
import { ApiError } from '@/api/problem'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { registerRun } from '../api'
import { runKeys } from '../keys'
import type { RunDetail } from '../types'

/** Makes the model of a finished run a version of the catalogue, under a name. */
export function RegisterDialog({ run, onClose }: { run: RunDetail; onClose: () => void }) {
  const { t } = useTranslation(['runs', 'training', 'app'])
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
  const fault = register.error instanceof ApiError ? register.error.field('/slug') : undefined
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    register.mutate()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('register.title')}
      description={t('register.text')}
      closeLabel={t('app:action.close')}
    >
      <form onSubmit={submit} className="flex flex-col gap-5">
        <Field label={t('training:modelName')} hint={t('training:modelNameHint')} error={fault}>
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
        {register.error && !fault ? <ErrorNote error={register.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('app:action.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={register.isPending}>
            {t('register.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
