import { useTranslation } from 'react-i18next'
import { adviceOf } from '../shared/naming'
import type { Finding } from './types'

export interface FindingWords {
  title: string
  advice: string
  /** The server's own sentence, where the title does not say it all. */
  sentence: string | null
}

/** A finding in the reader's language. The server says what it found in English; its code has a title in each language. */
export function useFindingWords(): { words: (finding: Finding) => FindingWords; titleOf: (code: string) => string } {
  const { t, i18n } = useTranslation('data-sets')
  const titleOf = (code: string) => {
    const key = `finding.${code}`
    return i18n.exists(key, { ns: 'data-sets' }) ? t(key as 'finding.unreadable') : code.replaceAll('-', ' ')
  }
  const words = ({ code, severity, sentence, advice, leaving }: Finding) => {
    if (i18n.language === 'en')
      return { title: sentence, advice: adviceOf(advice, t('findings.leaveBelow')), sentence: null }
    return {
      title: titleOf(code),
      advice: leaving > 0 && severity !== 'note' ? t('findings.canLeave') : '',
      sentence: `${sentence} ${advice}`.trim(),
    }
  }
  return { words, titleOf }
}
