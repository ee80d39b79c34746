import { useTranslation } from 'react-i18next'
import type { Alert, AlertRule } from '@/api/types'
import { useKindWords } from '@/components/use-kind-words'
import { formatDuration, formatNumber, formatPercent, formatWait } from '@/lib/format'
import { type Kind, kinds } from '@/lib/kinds'

type Told = 'no_worker'
const isKind = (subject: string): subject is Kind => kinds.some((kind) => kind === subject)

/** What is wrong, in a sentence. A rule that only a newer server knows is called by its name. */
export function useAlertTitle(): (alert: Pick<Alert, 'rule' | 'subject' | 'value'>) => string {
  const { t, i18n } = useTranslation('alerts')
  const kindWords = useKindWords()
  const { language } = i18n
  return ({ rule, subject, value }) => {
    if (!i18n.exists(`rule.${rule}`, { ns: 'alerts' })) return `${rule} ${subject}`.trim()
    return t(`rule.${rule as Told}`, {
      of: isKind(subject) ? kindWords(subject) : subject,
      share: formatPercent(value, language, 0),
      duration: formatDuration(value, language),
      number: formatNumber(value, language),
    })
  }
}

/** What it means, and what to do about it; null of a rule that this page does not know. */
export function useAdvice(): (rule: string) => string | null {
  const { t, i18n } = useTranslation('alerts')
  const join = i18n.language.startsWith('zh') ? '' : ' '
  return (rule) =>
    i18n.exists(`means.${rule}`, { ns: 'alerts' })
      ? [t(`means.${rule as Told}`), t(`todo.${rule as Told}`)].join(join)
      : null
}

/** What a rule looks at. */
export function useRuleName(): (rule: AlertRule) => string {
  const { t, i18n } = useTranslation('alerts')
  const kindWords = useKindWords()
  return ({ rule, subject }) => {
    const name = i18n.exists(`name.${rule}`, { ns: 'alerts' }) ? t(`name.${rule as Told}`) : rule
    return subject ? t('rules.of', { name, kind: isKind(subject) ? kindWords(subject) : subject }) : name
  }
}

/** A threshold with its unit. */
export function thresholdWords(value: number, unit: AlertRule['unit'], language: string): string {
  if (unit === 'share') return formatPercent(value, language, Number.isInteger(Math.round(value * 1e6) / 1e4) ? 0 : 1)
  if (unit !== 'seconds') return formatNumber(value, language)
  return Number.isInteger(value) ? formatWait(value, language) : formatDuration(value, language)
}
