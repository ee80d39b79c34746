import { useTranslation } from 'react-i18next'
import { readable } from './schema'

/** The name of a recipe's field; one that the page does not know yet is only made readable. */
export function useFieldWords(): (name: string) => string {
  const { t, i18n } = useTranslation('training')
  return (name) => {
    const key = `field.${name}`
    return i18n.exists(key, { ns: 'training' }) ? t(key as 'field.epochs') : readable(name)
  }
}
