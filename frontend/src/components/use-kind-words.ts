import { useTranslation } from 'react-i18next'
import type { Kind } from '@/lib/kinds'
import { readable } from '@/lib/schema-fields'

/** The name of a kind of models; one that the page does not know yet is only made readable. */
export function useKindWords(): (kind: Kind) => string {
  const { t, i18n } = useTranslation('app')
  return (kind) =>
    i18n.exists(`kind.${kind}`, { ns: 'app' }) ? t(`kind.${kind}`) : readable(kind.replaceAll('-', ' '))
}
