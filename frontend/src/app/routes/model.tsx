import { createRoute, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ShareButton } from '@/features/sharing/components/share-button'
import { addWords } from '../i18n/i18n'
import { place, placeWith } from '../place'
import { signedInRoute } from './signed-in'

const ModelPage = place(
  () => import('@/features/models/components/model-page'),
  (m) => m.ModelPage,
)

export const modelRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/models/$slug',
  beforeLoad: () => addWords('models', 'sharing'),
  component: placeWith(ModelPage, ModelRoute),
})

/** `#version-3` opens that version: answers link to the one that gave them. */
function ModelRoute(): ReactNode {
  const { slug } = modelRoute.useParams()
  const { user } = modelRoute.useRouteContext()
  const [, number] = /^version-(\d+)$/.exec(useLocation().hash) ?? []
  return (
    <ModelPage
      key={slug}
      slug={slug}
      version={number ? Number(number) : undefined}
      canTrain={user.can_train}
      isStaff={user.is_staff}
      renderShare={(model) => <ShareButton model={model} />}
    />
  )
}
