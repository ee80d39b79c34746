import { createRoute } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ShareButton } from '@/features/sharing/components/share-button'
import { CameraButton } from '@/features/uploads/components/camera-button'
import { addWords } from '../i18n/i18n'
import { place, placeWith } from '../place'
import { signedInRoute } from './signed-in'

const TeachPage = place(
  () => import('@/features/lessons/components/teach-page'),
  (m) => m.TeachPage,
)
const LessonPage = place(
  () => import('@/features/lessons/components/lesson-page'),
  (m) => m.LessonPage,
)

/** Where a person says what a model of their own shall tell apart. */
export const teachRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/teach',
  beforeLoad: () => addWords('lessons'),
  component: placeWith(TeachPage, TeachRoute),
})

function TeachRoute(): ReactNode {
  const navigate = teachRoute.useNavigate()
  return <TeachPage onBegun={(id, kinds) => void navigate({ to: '/teach/$id', params: { id }, search: { kinds } })} />
}

/** Shows it. Kinds that have no photos yet are in the address: the server knows of photos alone. */
export const lessonRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/teach/$id',
  validateSearch: ({ kinds }: Record<string, unknown>): { kinds?: string[] } =>
    Array.isArray(kinds) ? { kinds: kinds.filter((kind) => typeof kind === 'string') } : {},
  beforeLoad: () => addWords('lessons', 'sharing'),
  component: placeWith(LessonPage, LessonRoute),
})

function LessonRoute(): ReactNode {
  const { id } = lessonRoute.useParams()
  const { kinds = [] } = lessonRoute.useSearch()
  const navigate = lessonRoute.useNavigate()
  return (
    <LessonPage
      key={id}
      id={id}
      named={kinds}
      onNamed={(named) => void navigate({ search: { kinds: named }, replace: true })}
      camera={(onFiles) => <CameraButton onFiles={onFiles} />}
      renderShare={(slug, title) => <ShareButton model={{ slug, title }} />}
    />
  )
}
