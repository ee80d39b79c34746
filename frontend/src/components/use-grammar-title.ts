import { useTranslation } from 'react-i18next'
import type { Grammar } from '@/api/types'

/** What a grammar of a version is called in the reader's language. */
export function useGrammarTitle(): (grammar: Grammar) => string {
  const { i18n } = useTranslation()
  return ({ name, titles }) => titles[i18n.language.slice(0, 2)] ?? titles.en ?? name
}
