import { useTranslation } from 'react-i18next'
import { SchemaFields } from '@/components/schema-fields'
import type { Fault, SchemaField, Typed } from '@/lib/schema-fields'
import { useRecipeWords } from '../words'

export interface RecipeFieldsProps {
  fields: SchemaField[]
  typed: Typed
  faults: Partial<Record<string, Fault>>
  /** The server's own words about a field, by its pointer. */
  refused: (pointer: string) => string | undefined
  onChange: (name: string, value: string | boolean) => void
}

export function RecipeFields({ refused, ...shared }: RecipeFieldsProps) {
  const { t } = useTranslation('recipes')
  return (
    <div className="grid items-start gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
      <SchemaFields
        {...shared}
        {...useRecipeWords()}
        refused={(field) => refused(`/recipe/${field}`)}
        empty={t('optional')}
      />
    </div>
  )
}
