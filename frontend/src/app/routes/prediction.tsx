import { useQueryClient } from '@tanstack/react-query'
import { createRoute } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { neighboursOf } from '@/api/predictions/neighbours'
import type { Prediction } from '@/api/types'
import { lazyPart } from '@/components/lazy-part'
import { Skeleton } from '@/components/ui/skeleton'
import { usePredictionActions } from '@/features/predictions/actions'
import { PredictionCard } from '@/features/predictions/components/prediction-card'
import { addWords } from '../i18n/i18n'
import { place, placeWith } from '../place'
import { signedInRoute } from './signed-in'

const PredictionPage = place(
  () => import('@/features/history/components/prediction-page'),
  (m) => m.PredictionPage,
)
const CodeOf = lazyPart(
  () => import('@/features/models/components/code-samples'),
  (m) => m.CodeOf,
  <Skeleton className="h-80 rounded-lg" />,
)
const OtherAnswers = lazyPart(
  () => import('@/features/predictions/components/other-answers'),
  (m) => m.OtherAnswers,
  <Skeleton className="h-20 rounded-lg" />,
)

export const predictionRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/predictions/$id',
  /** `full`: the picture fills the screen. */
  validateSearch: ({ full }: Record<string, unknown>): { full?: true } => (full ? { full: true } : {}),
  beforeLoad: () => addWords('history', 'models'),
  component: placeWith(PredictionPage, PredictionRoute),
})

function PredictionRoute(): ReactNode {
  const { id } = predictionRoute.useParams()
  const { full = false } = predictionRoute.useSearch()
  const navigate = predictionRoute.useNavigate()
  const client = useQueryClient()
  const { cancel, retry, remove } = usePredictionActions()
  // One that is stepped to takes the place of the one before: Back leads to the list at once.
  const open = (next: string) =>
    void navigate({ to: '/predictions/$id', params: { id: next }, search: true, state: true, replace: true })
  const whole = {
    full,
    onFull: (next: boolean) => void navigate({ search: next ? { full: true } : {}, state: true, replace: true }),
    onStep: (by: 1 | -1) => {
      const { newer, older } = neighboursOf(client, id)
      const next = by === 1 ? older : newer
      if (next) open(next)
    },
  }
  return (
    <PredictionPage
      key={id}
      id={id}
      renderAnswer={(prediction) => <PredictionCard prediction={prediction} whole={whole} />}
      renderOthers={(prediction) => <OtherAnswers prediction={prediction} />}
      renderCode={(prediction) => <CodeOf request={requestOf(prediction)} />}
      onOpen={open}
      onCancel={(one) => cancel.mutate(one)}
      onRetry={(one) => retry.mutate(one, { onSuccess: (next) => void navigate({ params: { id: next.id } }) })}
      onDelete={(one) => {
        remove([one])
        void navigate({ to: '/history' })
      }}
    />
  )
}

/** What would be answered so again: by this version, whatever its name means tomorrow. */
function requestOf({ model, options, input }: Prediction) {
  return {
    model: `${model.slug}/versions/${model.version}`,
    options: Object.keys(options).length > 0 ? options : undefined,
    file: input.name,
  }
}
