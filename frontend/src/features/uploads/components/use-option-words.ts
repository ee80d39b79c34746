import { useTranslation } from 'react-i18next'
import { readable, type SchemaField } from '@/lib/schema-fields'

/** Name and hint of an option; of one that the page does not know yet, what the server says. */
export function useOptionWords() {
  const { t, i18n } = useTranslation('uploads')
  const words = (name: string, part: 'name' | 'hint', otherwise: string) => {
    const key = `option.${name}.${part}`
    return i18n.exists(key, { ns: 'uploads' }) ? t(key as 'option.top_k.name') : otherwise
  }
  return {
    nameOf: (name: string) => words(name, 'name', readable(name)),
    hintOf: ({ name, description }: SchemaField) => words(name, 'hint', description),
  }
}
