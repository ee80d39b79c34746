import { useTranslation } from 'react-i18next'
import type { Limits } from '@/api/types'
import { formatBytes, formatCompact, formatDuration } from '@/lib/format'
import { useProblemWords } from '@/lib/use-problem-words'
import { refusalOf } from './check'
import type { Upload } from './queue'

/** Why a file was not accepted and what to do, in a sentence that goes beside its name. */
export function useRefusalWords(limits: Limits | undefined): (upload: Upload) => string {
  const { i18n } = useTranslation()
  const problemWords = useProblemWords()
  const { language } = i18n
  return (upload) =>
    upload.error
      ? problemWords(refusalOf(upload, upload.error, limits), {
          size: formatBytes(upload.file.size, language),
          ...(limits && {
            bytes: formatBytes(limits.max_bytes, language),
            pixels: formatCompact(limits.max_pixels, language),
            length: formatDuration(limits.max_seconds, language),
          }),
        })
      : ''
}
