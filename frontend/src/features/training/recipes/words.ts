import { useTranslation } from 'react-i18next'
import { readable } from '@/lib/schema-fields'

/** The name of a recipe's field; one that the page does not know yet is only made readable. */
export function useFieldWords(): (name: string) => string {
  const { t, i18n } = useTranslation('recipes')
  return (name) => {
    const key = `field.${name}`
    return i18n.exists(key, { ns: 'recipes' }) ? t(key as 'field.epochs') : readable(name)
  }
}

/** A value of a recipe as it is read: lists with commas, nothing as a dash. */
export function inWords(value: unknown, yes: string, no: string): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'boolean') return value ? yes : no
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : `${value as string | number}`
}
