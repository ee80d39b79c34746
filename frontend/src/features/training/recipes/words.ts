import { useTranslation } from 'react-i18next'
import type { FieldWords } from '@/components/schema-fields'
import { readable } from '@/lib/schema-fields'

export interface RecipeWords extends Required<FieldWords> {
  /** A value as it is read: lists with commas, nothing as a dash. */
  valueOf: (value: unknown) => string
}

/** Fields and values of a recipe; of one that the page does not know yet, what the server says. */
export function useRecipeWords(): RecipeWords {
  const { t, i18n } = useTranslation('recipes')
  const words = (key: string, otherwise: string) => (i18n.exists(key, { ns: 'recipes' }) ? t(key as 'yes') : otherwise)
  const choiceOf = (choice: string) => words(`choice.${choice}`, choice)
  const valueOf = (value: unknown) => {
    if (value === null || value === undefined) return '–'
    if (typeof value === 'boolean') return value ? t('yes') : t('no')
    if (typeof value === 'string') return choiceOf(value)
    return Array.isArray(value) ? value.join(', ') : JSON.stringify(value)
  }
  return {
    nameOf: (name) => words(`field.${name}.name`, readable(name)),
    hintOf: ({ name, description }) => words(`field.${name}.hint`, description),
    unitOf: (unit) => words(`unit.${unit}`, unit),
    choiceOf,
    valueOf,
  }
}
