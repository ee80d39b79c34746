import { useTranslation } from 'react-i18next'
import type { WebhookType } from '@/api/types'

/** What a webhook of staff may be told of, in this order; the compiler asks for one that is new. */
const order: Record<WebhookType, number> = {
  'alert.opened': 1,
  'alert.resolved': 2,
  'alert.updated': 3,
  'rollout.aborted': 4,
  'rollout.promoted': 5,
  'alias.moved': 6,
  'version.created': 7,
  'training.completed': 8,
}
export const typesOfStaff = (Object.keys(order) as WebhookType[]).sort((one, other) => order[one] - order[other])

/** A dot inside a key would lead into an object. */
const keyOf = (type: string) => type.replace('.', '_')

/** A type in words; one that this page does not know stays as it is. */
export function useTypeWords(): (type: string) => string {
  const { t, i18n } = useTranslation('webhooks')
  return (type) =>
    i18n.exists(`type.${keyOf(type)}`, { ns: 'webhooks' }) ? t(`type.${keyOf(type) as 'alert_opened'}`) : type
}
