import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Card, CardTitle } from '@/components/ui/card'
import { Select } from '@/components/ui/select'
import { Skeleton } from '@/components/ui/skeleton'
import { NameField } from '../../shared/components/name-field'
import { presetsQuery, recipeSchemaQuery } from '../../recipes/api'
import { runQuery, startRun } from '../api'
import { runKeys } from '../keys'
import { slugOf } from '../../shared/naming'
import { nameOf } from '../run'
import { type SchemaField, type Typed, typedOf } from '@/lib/schema-fields'
import { useFieldWords } from '@/lib/use-field-words'
import { arrange, readRecipe, recipeFields, type Schema } from '../../recipes/schema'
import type { DataSetVersion } from '../../data-sets/types'
import type { Preset } from '../../recipes/types'
import { RecipeFields } from '../../recipes/components/recipe-fields'

export interface RecipeFormProps {
  version: DataSetVersion
  parent: string | null
  /** A run whose recipe is begun with. */
  like: string | null
}

/** A recipe to begin with, each of its numbers, and a name for what comes out. */
export function RecipeForm({ version, parent, like }: RecipeFormProps) {
  const { t } = useTranslation('recipes')
  const run = useQuery({ ...runQuery(like ?? ''), enabled: like !== null })
  const presets = useQuery(presetsQuery(version.kind, parent))
  const schema = useQuery(recipeSchemaQuery)
  const error = presets.error ?? schema.error
  if (error) return <ErrorNote error={error} onRetry={() => void (presets.error ? presets : schema).refetch()} />
  // Those for fine-tuning begin with small rates, with which a new network would learn nothing.
  const fitting = presets.data?.filter((preset) => preset.fine_tunes === (parent !== null)) ?? []
  const known = run.data?.kind === version.kind ? run.data : null
  const all = known
    ? [
        {
          name: t('ofRun', { name: nameOf(known) }),
          kind: known.kind,
          fine_tunes: parent !== null,
          recipe: known.recipe,
        },
        ...fitting,
      ]
    : fitting
  const [first] = all
  if (!presets.data || !first || !schema.data || run.isLoading) return <Skeleton className="h-96 rounded-lg" />
  return (
    <Form
      version={version}
      parent={parent}
      presets={all}
      schema={schema.data}
      first={first}
      name={known?.slug ?? slugOf(version.data_set)}
    />
  )
}

interface FormProps extends Omit<RecipeFormProps, 'like'> {
  presets: Preset[]
  schema: Schema
  first: Preset
  name: string
}

function Form({ version, parent, presets, schema, first, name }: FormProps) {
  const { t } = useTranslation(['runs', 'training', 'recipes'])
  const client = useQueryClient()
  const navigate = useNavigate()
  const fields = recipeFields(schema, version.kind)
  const [preset, setPreset] = useState(first.name)
  const [typed, setTyped] = useState<Typed>(() => typedOf(fields, first.recipe))
  const [typedSlug, setSlug] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const slug = typedSlug ?? name
  const { recipe, faults } = readRecipe(version.kind, fields, typed)
  const start = useMutation({
    mutationFn: () =>
      startRun({ data_set: version.data_set, version: version.number, recipe, slug, ...(parent ? { parent } : {}) }),
    onSuccess: (run) => {
      client.setQueryData(runKeys.one(run.id), run)
      void client.invalidateQueries({ queryKey: runKeys.list, exact: true })
      void navigate({ to: '/training/runs/$id', params: { id: run.id } })
    },
  })
  const refused = useFieldWords(start.error)
  const { basic, more } = arrange(fields, parent !== null)
  const isWrong = ({ name }: SchemaField) => faults[name] !== undefined || refused(`/recipe/${name}`) !== undefined
  const choose = (chosen: string) => {
    setPreset(chosen)
    setTyped(typedOf(fields, presets.find((one) => one.name === chosen)?.recipe ?? {}))
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(faults).length === 0) start.mutate()
  }
  const shared = {
    typed,
    faults,
    refused,
    onChange: (field: string, value: string | boolean) => setTyped((old) => ({ ...old, [field]: value })),
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-6">
      <Card className="flex flex-col gap-5 p-4 sm:p-5">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <CardTitle>{t('recipes:title')}</CardTitle>
          <Select
            label={t('recipes:preset')}
            value={preset}
            onValueChange={choose}
            className="min-w-52"
            options={presets.map((one) => ({ value: one.name, label: one.name }))}
          />
        </div>
        <RecipeFields fields={basic} {...shared} />
        {/* Opened where a fault would be hidden in it. */}
        <details open={tried && more.some(isWrong) ? true : undefined} className="group">
          <summary className="w-fit cursor-pointer py-1 text-sm font-medium text-accent">
            {t('recipes:more', { count: more.length })}
          </summary>
          <div className="mt-4">
            <RecipeFields fields={more} {...shared} />
          </div>
        </details>
      </Card>
      <Card className="p-4 sm:p-5">
        <NameField
          label={t('training:modelName')}
          hint={t('slugHint')}
          error={refused('/slug')}
          value={slug}
          onChange={setSlug}
          className="max-w-md"
        />
      </Card>
      {start.error ? <ErrorNote error={start.error} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" size="lg" disabled={start.isPending || slug === ''}>
          <Play /> {t('start')}
        </Button>
        {tried && Object.keys(faults).length > 0 ? (
          <p role="alert" className="text-sm text-error">
            {t('recipes:wrong', { count: Object.keys(faults).length })}
          </p>
        ) : null}
      </div>
    </form>
  )
}
