import { createRoute, redirect } from '@tanstack/react-router'
import type { User } from '@/api/types'
import { parseAuditSearch } from '@/features/audit/search'
import { parseSearch } from '@/features/operations/search'
import { addWords } from '../i18n/i18n'
import { place, placeWith } from '../place'
import { OperationsFrame } from '../shell/operations-frame'
import { signedInRoute } from './signed-in'

const OperationsPage = place(
  () => import('@/features/operations/components/operations-page'),
  (m) => m.OperationsPage,
)
const AlertsPage = place(
  () => import('@/features/alerts/components/alerts-page'),
  (m) => m.AlertsPage,
)

const AuditPage = place(
  () => import('@/features/audit/components/audit-page'),
  (m) => m.AuditPage,
)

/** The server refuses a stranger anyway; this only spares them an empty page. */
function onlyStaff({ user }: { user: User }): void {
  if (!user.is_staff) throw redirect({ to: '/' })
}

export const operationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/operations',
  validateSearch: parseSearch,
  beforeLoad: async ({ context }) => {
    onlyStaff(context)
    await addWords('operations')
  },
  component: placeWith(OperationsPage, () => (
    <OperationsFrame>
      <OperationsPage />
    </OperationsFrame>
  )),
})

export const alertsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/operations/alerts',
  beforeLoad: async ({ context }) => {
    onlyStaff(context)
    await addWords('alerts')
  },
  component: placeWith(AlertsPage, () => (
    <OperationsFrame>
      <AlertsPage />
    </OperationsFrame>
  )),
})

export const auditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/operations/audit',
  validateSearch: parseAuditSearch,
  beforeLoad: async ({ context }) => {
    onlyStaff(context)
    await addWords('audit')
  },
  component: placeWith(AuditPage, () => (
    <OperationsFrame>
      <AuditPage />
    </OperationsFrame>
  )),
})
