import { useTranslation } from 'react-i18next'
import { readable } from '@/lib/schema-fields'

const MADE = ['plain', 'gradient', 'page', 'noise'] as const

/** What strangers show: those that are made for every version have words, a person's own the name of their folder. */
export function useStrangerWords(): (name: string) => string {
  const { t } = useTranslation('app')
  return (name) => {
    const made = MADE.find((one) => one === name)
    return made ? t(`strangers.${made}`) : readable(name.replaceAll('-', ' '))
  }
}
