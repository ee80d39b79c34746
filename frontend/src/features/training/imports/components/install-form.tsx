import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { useFieldWords } from '@/lib/use-field-words'
import { NameField } from '../../shared/components/name-field'
import { installModel } from '../api'
import { jobKeys } from '../../jobs/keys'
import { type Measure, MeasureOn } from './measure-on'

const KNOWN = [
  'torchvision/resnet18',
  'torchvision/resnet34',
  'torchvision/resnet50',
  'torchvision/resnet101',
  'facebook/wav2vec2-base-960h',
]

/** A model of a hub by its name; a download that breaks off goes on when it is tried again. */
export function InstallForm() {
  const { t } = useTranslation(['imports', 'training'])
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [slug, setSlug] = useState('')
  const [licence, setLicence] = useState('')
  const [measure, setMeasure] = useState<Measure>(null)
  const install = useMutation({
    mutationFn: () =>
      installModel({
        name: name.trim(),
        ...(slug ? { slug } : {}),
        ...(licence ? { licence } : {}),
        ...(measure ?? {}),
      }),
    onSuccess: () => {
      setName('')
      setSlug('')
      setLicence('')
      return client.invalidateQueries({ queryKey: jobKeys.list })
    },
  })
  const fault = useFieldWords(install.error)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    install.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          error={fault('/name')}
          required
          maxLength={200}
          autoComplete="off"
          list="known-models"
          value={name}
          onChange={setName}
        />
        <datalist id="known-models">
          {KNOWN.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
        <NameField
          label={t('training:modelName')}
          hint={t('slugHint')}
          error={fault('/slug')}
          value={slug}
          onChange={setSlug}
          required={false}
        />
        <TextField
          label={t('licence')}
          hint={t('licenceOfHub')}
          error={fault('/licence')}
          maxLength={1000}
          value={licence}
          onChange={setLicence}
        />
        <MeasureOn value={measure} onChange={setMeasure} />
      </div>
      {install.error && !fault('/name') && !fault('/slug') ? <ErrorNote error={install.error} /> : null}
      <Button type="submit" variant="primary" className="self-start" disabled={install.isPending || name.trim() === ''}>
        <Download /> {t('install')}
      </Button>
    </form>
  )
}
