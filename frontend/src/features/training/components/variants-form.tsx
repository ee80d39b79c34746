import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Layers } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { makeVariants, referenceOf, type VersionName } from '../api'
import { keys } from '../keys'
import type { DataSet, Kind, Step } from '../types'
import { Section } from './section'

const steps: Step[] = ['prune', 'distil', 'int8', 'fp16']

export interface VariantsFormProps {
  version: VersionName
  kind: Kind
  sets: DataSet[]
}

/** Which steps, and on which data they are calibrated and measured. */
export function VariantsForm({ version, kind, sets }: VariantsFormProps) {
  const { t } = useTranslation('training')
  const client = useQueryClient()
  const versions = sets.flatMap((set) => set.versions).filter((one) => one.kind === kind)
  const [chosen, setChosen] = useState<Step[]>(['int8'])
  const [data, setData] = useState('0')
  const [allowed, setAllowed] = useState('')
  const [keep, setKeep] = useState('')
  const measured = versions[Number(data)]
  const make = useMutation({
    mutationFn: () =>
      makeVariants(version, {
        data_set: measured?.data_set ?? '',
        version: measured?.number ?? 0,
        steps: steps.filter((step) => chosen.includes(step)),
        ...(allowed === '' ? {} : { allowed_loss: Number(allowed) / 100 }),
        ...(keep === '' || !chosen.includes('prune') ? {} : { keep: Number(keep) / 100 }),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.comparisons(referenceOf(version)) }),
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    make.mutate()
  }
  if (!measured) return <Notice>{t('variants.noSets')}</Notice>
  return (
    <Section title={t('variants.make')} lead={t('variants.makeLead')}>
      <Card className="p-4 sm:p-5">
        <form onSubmit={submit} className="flex flex-col gap-5">
          <StepBoxes chosen={chosen} onChange={setChosen} />
          <div className="grid gap-5 sm:grid-cols-3">
            <div className="flex min-w-0 flex-col gap-1.5">
              <span aria-hidden className="text-sm font-medium">
                {t('variants.measuredOn')}
              </span>
              <Select
                label={t('variants.measuredOn')}
                value={data}
                onValueChange={setData}
                options={versions.map(({ title, number }, index) => ({ value: String(index), label: `${title}, v${number}` }))}
              />
            </div>
            <Field label={t('variants.allowed')} hint={t('variants.allowedHint')}>
              {(props) => <Input {...props} type="number" min={0} max={100} step={0.1} value={allowed} onChange={(event) => setAllowed(event.target.value)} />}
            </Field>
            {chosen.includes('prune') ? (
              <Field label={t('variants.keep')} hint={t('variants.keepHint')}>
                {(props) => <Input {...props} type="number" min={5} max={95} step={1} value={keep} onChange={(event) => setKeep(event.target.value)} />}
              </Field>
            ) : null}
          </div>
          {make.error ? <ErrorNote error={make.error} /> : null}
          <Button type="submit" variant="primary" className="self-start" disabled={make.isPending || chosen.length === 0}>
            <Layers /> {t('variants.start')}
          </Button>
        </form>
      </Card>
    </Section>
  )
}

function StepBoxes({ chosen, onChange }: { chosen: Step[]; onChange: (steps: Step[]) => void }) {
  const { t } = useTranslation('training')
  const toggle = (step: Step) => onChange(chosen.includes(step) ? chosen.filter((one) => one !== step) : [...chosen, step])
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t('variants.steps')}</legend>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {steps.map((step) => (
          <label key={step} className="flex cursor-pointer items-start gap-2.5 rounded-md border p-3 text-sm has-checked:border-accent has-checked:bg-accent-soft">
            <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent" checked={chosen.includes(step)} onChange={() => toggle(step)} />
            <span className="text-[13px] text-muted">
              <b className="text-sm font-medium text-foreground">{t(`variants.step.${step}`)}</b> <br />
              {t(`variants.stepHint.${step}`)}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
