import { useTranslation } from 'react-i18next'

const known = [
  'decode_failed',
  'timeout',
  'model_failed',
  'worker_lost',
  'quarantined',
  'file_missing',
  'invalid_media',
  'too_large',
  'unsupported_media_type',
] as const
type Code = (typeof known)[number]

/** Words for the code of a failure; a code that this page does not know stays as it is. */
export function useReason(): (code: string) => string {
  const { t } = useTranslation('operations')
  return (code) => (known.includes(code as Code) ? t(`code.${code as Code}`) : code)
}
