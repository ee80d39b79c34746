import { useTranslation } from 'react-i18next'
import type { Fault } from './schema'

/** What is wrong with a value, in a sentence. */
export function useFaultWords(): (fault: Fault) => string {
  const { t } = useTranslation('training')
  return (fault) => {
    switch (fault.code) {
      case 'items':
        return fault.least === fault.most
          ? t('fault.items', { count: fault.least })
          : t('fault.someItems', { least: fault.least })
      case 'missing':
      case 'notNumber':
      case 'notWhole':
        return t(`fault.${fault.code}`)
      default:
        return t(`fault.${fault.code}`, { bound: fault.bound })
    }
  }
}
