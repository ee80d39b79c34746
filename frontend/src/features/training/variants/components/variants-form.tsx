import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Layers } from 'lucide-react'
import { type ReactNode, type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { TextField } from '@/components/ui/text-field'
import { makeVariants, waysQuery } from '../api'
import { recipeSchemaQuery } from '../../recipes/api'
import { comparisonKeys } from '../keys'
import type { SchemaField } from '@/lib/schema-fields'
import { useFieldWords } from '@/lib/use-field-words'
import { recipeFields } from '../../recipes/schema'
import { VersionField } from '../../data-sets/components/version-field'
import type { DataSet, DataSetVersion } from '../../data-sets/types'
import type { Kind } from '../../shared/types'
import { referenceOf, type VersionName, type Way } from '../types'
import { type Asked, keepOf, possible, readTeaching, requestOf, taughtBy, teachingFields } from '../variants'
import { Section } from '@/components/section'
import { StepBoxes } from './step-boxes'
import { EpochsField, MoreFields, StudentField } from './teaching-fields'

const keyOf = ({ data_set, number }: DataSetVersion) => `${data_set}/${number}`

const FIRST: Asked = { steps: ['int8'], allowed: '', keep: '', student: '', recipe: {} }

export interface VariantsFormProps {
  version: VersionName
  kind: Kind
  sets: DataSet[]
}

/** Which steps, on which data they are calibrated and measured, and how a student learns. */
export function VariantsForm({ version, kind, sets }: VariantsFormProps) {
  const { t } = useTranslation(['variants', 'training'])
  const versions = sets.flatMap((set) => set.versions).filter((one) => one.kind === kind)
  const [chosen, setChosen] = useState<string | null>(null)
  const [asked, setAsked] = useState(FIRST)
  // Not by its place: somebody may freeze a newer one meanwhile.
  const data = versions.find((one) => keyOf(one) === chosen) ?? versions[0]
  const schema = useQuery(recipeSchemaQuery)
  const ways = useQuery({ ...waysQuery(version, data, keepOf(asked)), placeholderData: keepPreviousData })
  if (!data) return <Notice>{t('noSets')}</Notice>
  const error = ways.error ?? schema.error
  if (error) return <ErrorNote error={error} onRetry={() => void (ways.error ? ways : schema).refetch()} />
  if (!ways.data || !schema.data) return <Skeleton className="h-72 rounded-lg" />
  return (
    <Section title={t('training:makeVariants')} lead={t('makeLead')}>
      <Card className="p-4 sm:p-5">
        <Form
          version={version}
          data={data}
          ways={ways.data}
          fields={teachingFields(recipeFields(schema.data, kind))}
          asked={possible(asked, ways.data)}
          onChange={(part) => setAsked((old) => ({ ...old, ...part }))}
        >
          <VersionField
            label={t('measuredOn')}
            versions={versions}
            value={data}
            onChange={(next) => setChosen(keyOf(next))}
          />
        </Form>
      </Card>
    </Section>
  )
}

interface FormProps {
  version: VersionName
  data: DataSetVersion
  ways: Way[]
  fields: SchemaField[]
  asked: Asked
  onChange: (part: Partial<Asked>) => void
  /** The choice of the data. */
  children: ReactNode
}

function Form({ version, data, ways, fields, asked, onChange, children }: FormProps) {
  const { t } = useTranslation(['variants', 'recipes'])
  const client = useQueryClient()
  const [prunes, distils] = [asked.steps.includes('prune'), asked.steps.includes('distil')]
  const usual = taughtBy(ways, asked.steps)
  const { typed, faults, recipe } = readTeaching(data.kind, fields, usual ?? {}, usual ? asked.recipe : {})
  const wrong = usual ? Object.keys(faults).length : 0
  const make = useMutation({
    mutationFn: () => makeVariants(version, requestOf(data, asked, recipe, ways)),
    onSuccess: () => client.invalidateQueries({ queryKey: comparisonKeys.ofVersion(referenceOf(version)) }),
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (wrong === 0) make.mutate()
  }
  const refused = useFieldWords(make.error)
  const changeRecipe = (name: string, value: string | boolean) =>
    onChange({ recipe: { ...asked.recipe, [name]: value } })
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <StepBoxes chosen={asked.steps} ways={ways} onChange={(steps) => onChange({ steps })} />
      <div className="grid items-start gap-5 sm:grid-cols-2 lg:grid-cols-3">
        {children}
        <TextField
          label={t('allowed')}
          hint={t('allowedHint')}
          error={refused('/allowed_loss')}
          type="number"
          min={0}
          max={100}
          step={0.1}
          value={asked.allowed}
          onChange={(next) => onChange({ allowed: next })}
        />
        {prunes ? (
          <TextField
            label={t('keep')}
            hint={t('keepHint')}
            error={refused('/keep')}
            type="number"
            min={5}
            max={95}
            step={1}
            value={asked.keep}
            onChange={(next) => onChange({ keep: next })}
          />
        ) : null}
        {distils ? (
          <StudentField ways={ways} chosen={asked.student} onChange={(student) => onChange({ student })} />
        ) : null}
        {usual ? (
          <EpochsField typed={typed.epochs} fault={faults.epochs} onChange={(value) => changeRecipe('epochs', value)} />
        ) : null}
      </div>
      {usual ? (
        <MoreFields
          fields={fields.filter(({ name }) => name !== 'epochs')}
          typed={typed}
          faults={faults}
          both={prunes && distils}
          refused={refused}
          onChange={changeRecipe}
        />
      ) : null}
      {make.error ? <ErrorNote error={make.error} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" disabled={make.isPending || asked.steps.length === 0}>
          <Layers /> {t('start')}
        </Button>
        {wrong > 0 ? (
          <p role="alert" className="text-sm text-error">
            {t('recipes:wrong', { count: wrong })}
          </p>
        ) : null}
      </div>
    </form>
  )
}
