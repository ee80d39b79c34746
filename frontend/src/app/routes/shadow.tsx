import { createRoute } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { addWords } from '../i18n/i18n'
import { place, placeWith } from '../place'
import { signedInRoute } from './signed-in'

const ComparePage = place(
  () => import('@/features/rollouts/shadows/components/compare-page'),
  (m) => m.ComparePage,
)

export const shadowRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/models/$slug/shadow',
  beforeLoad: () => addWords('rollouts'),
  component: placeWith(ComparePage, ShadowRoute),
})

function ShadowRoute(): ReactNode {
  const { slug } = shadowRoute.useParams()
  return <ComparePage key={slug} slug={slug} />
}
