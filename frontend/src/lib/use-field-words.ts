import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from './problem'

/**
 * Says in the reader's language what is wrong with one field of a form, by its JSON pointer; undefined where nothing is.
 * Who reads English gets the server's sentence, which knows more; others the words of the code and the field, else of
 * the field, else of any field.
 */
export function useFieldWords(error: unknown): (pointer: string) => string | undefined {
  const { t, i18n } = useTranslation('problems')
  return useCallback(
    (pointer) => {
      const problem = problemOf(error)
      const detail = problem?.errors?.find((one) => one.pointer === pointer)?.detail
      if (!problem || detail === undefined) return undefined
      if (detail && i18n.language === 'en') return detail
      const field = pointer.slice(1)
      const key = [`${field}_${problem.code}`, field].find((name) => i18n.exists(`field.${name}`, { ns: 'problems' }))
      return t(`field.${(key ?? 'other') as 'other'}`)
    },
    [error, t, i18n],
  )
}
