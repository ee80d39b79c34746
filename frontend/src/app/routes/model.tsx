import { createRoute, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { lazyPart } from '@/components/lazy-part'
import { ShareButton } from '@/features/sharing/components/share-button'
import { addWords } from '../i18n/i18n'
import { place, placeWith } from '../place'
import { signedInRoute } from './signed-in'

const ModelPage = place(
  () => import('@/features/models/components/model-page'),
  (m) => m.ModelPage,
)

const Releases = lazyPart(
  () => import('@/features/rollouts/components/releases'),
  (m) => m.Releases,
)

const Shadows = lazyPart(
  () => import('@/features/rollouts/shadows/components/shadows'),
  (m) => m.Shadows,
)

const Drift = lazyPart(
  () => import('@/features/drift/components/drift'),
  (m) => m.Drift,
)

export const modelRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/models/$slug',
  beforeLoad: ({ context }) =>
    addWords('models', 'sharing', ...(context.user.is_staff ? (['rollouts', 'drift'] as const) : [])),
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
      renderReleases={(model) =>
        user.is_staff ? (
          <div className="flex flex-col gap-10">
            <Releases model={model} mayRelease={user.can_release} />
            <Shadows model={model} />
            <Drift model={model} />
          </div>
        ) : null
      }
    />
  )
}
