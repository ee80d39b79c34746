import { createRoute } from '@tanstack/react-router'
import { addWords } from '../i18n/i18n'
import { place } from '../place'
import { signedInRoute } from './signed-in'

export const webhooksRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/webhooks',
  beforeLoad: () => addWords('account', 'webhooks'),
  component: place(
    () => import('@/features/webhooks/components/webhooks-page'),
    (m) => m.WebhooksPage,
  ),
})

export const webhookRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/webhooks/$id',
  beforeLoad: () => addWords('webhooks'),
  component: place(
    () => import('@/features/webhooks/components/webhook-page'),
    (m) => m.WebhookPage,
  ),
})
