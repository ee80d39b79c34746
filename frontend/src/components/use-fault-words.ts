import { useTranslation } from 'react-i18next'
import type { Fault } from '@/lib/schema-fields'

/** What is wrong with a value, in a sentence. */
export function useFaultWords(): (fault: Fault) => string {
  const { t } = useTranslation('app')
  return (fault) => {
    switch (fault.code) {
      case 'items':
        return fault.least === fault.most
          ? t('field.fault.items', { count: fault.least })
          : t('field.fault.someItems', { least: fault.least })
      case 'missing':
      case 'notNumber':
      case 'notWhole':
        return t(`field.fault.${fault.code}`)
      default:
        return t(`field.fault.${fault.code}`, { bound: fault.bound })
    }
  }
}
