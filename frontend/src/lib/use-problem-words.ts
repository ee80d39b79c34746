import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from './problem'

/**
 * Codes of which the server's sentence says more than any words of ours could: which job is in the way, which option is
 * wrong. Who reads English gets that sentence.
 */
const SAID_BETTER_BY_THE_SERVER = new Set([
  'conflict',
  'invalid_media',
  'invalid_options',
  'invalid_recipe',
  'invalid_request',
  'link_ended',
  'no_media',
  'not_found',
  'too_large',
  'unavailable',
  'unknown_data_set',
  'unknown_folder',
  'unknown_model',
  'unsupported_media_type',
  'wrong_kind',
])

/** Says in a sentence of the reader's language what went wrong and what to do, by the code of a refusal or a failure. */
export function useProblemWords(): (error: unknown, figures?: Record<string, string>) => string {
  const { t, i18n } = useTranslation('problems')
  return useCallback(
    (error, figures = {}) => {
      const problem = problemOf(error)
      if (!problem) return t('text.page_broken')
      const { code, status, detail } = problem
      const serverSpeaksIt = i18n.language === 'en'
      if (detail && serverSpeaksIt && SAID_BETTER_BY_THE_SERVER.has(code)) return detail
      if (i18n.exists(`text.${code}`, { ns: 'problems' })) return t(`text.${code as 'conflict'}`, { replace: figures })
      return status >= 500 || !detail ? t('text.internal_error') : detail
    },
    [t, i18n],
  )
}

/** Says it with all particulars: who reads English gets the server's own sentence, others the words of the code. */
export function useExactProblemWords(): (error: unknown) => string {
  const { i18n } = useTranslation('problems')
  const problemWords = useProblemWords()
  return (error) => (i18n.language === 'en' && problemOf(error)?.detail) || problemWords(error)
}

/** The reason of a failure in a few words, for lists and filters; a code that this page does not know stays as it is. */
export function useFailureName(): (code: string) => string {
  const { t, i18n } = useTranslation('problems')
  return (code) => (i18n.exists(`short.${code}`, { ns: 'problems' }) ? t(`short.${code as 'timeout'}`) : code)
}
