import { useTranslation } from 'react-i18next'
import type { WebhookType } from '@/api/types'

/** What a webhook of staff may be told of. A dot inside a key would lead into an object. */
export const typesOfStaff = [
  'alert.opened',
  'alert.resolved',
  'alert.updated',
  'rollout.aborted',
  'rollout.promoted',
  'alias.moved',
  'version.created',
  'training.completed',
] as const satisfies WebhookType[]

const keyOf = (type: string) => type.replace('.', '_')

/** A type in words; one that this page does not know stays as it is. */
export function useTypeWords(): (type: string) => string {
  const { t, i18n } = useTranslation('webhooks')
  return (type) =>
    i18n.exists(`type.${keyOf(type)}`, { ns: 'webhooks' }) ? t(`type.${keyOf(type) as 'alert_opened'}`) : type
}
