import { createRoute, redirect } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { readNewRun } from '@/features/training/runs/new-run-search'
import type { CorrectionState } from '@/features/training/corrections/types'
import { loadCode } from '@/lib/load-code'
import { addWords } from '../i18n/i18n'
import { everywhere, wordsOf } from '../i18n/place-words'
import { place, placeWith } from '../place'
import { signedInRoute } from './signed-in'

const DataSetPage = place(
  () => import('@/features/training/data-sets/components/data-set-page'),
  (m) => m.DataSetPage,
)
const NewRunPage = place(
  () => import('@/features/training/runs/components/new-run-page'),
  (m) => m.NewRunPage,
)
const RunPage = place(
  () => import('@/features/training/runs/components/run-page'),
  (m) => m.RunPage,
)
const VariantsPage = place(
  () => import('@/features/training/variants/components/variants-page'),
  (m) => m.VariantsPage,
)
const AddModelPage = place(
  () => import('@/features/training/imports/components/add-model-page'),
  (m) => m.AddModelPage,
)
const CorrectionsPage = place(
  () => import('@/features/training/corrections/components/corrections-page'),
  (m) => m.CorrectionsPage,
)
const ComparePage = place(
  () => import('@/features/training/runs/components/compare-page'),
  (m) => m.ComparePage,
)

const trainingRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/training',
  // The server refuses a stranger anyway; this only spares them an empty page.
  beforeLoad: async ({ context }) => {
    if (!context.user.can_train) throw redirect({ to: '/' })
    const { trainerQuery } = await loadCode(() => import('@/features/training/jobs/api'))
    // Every page of training says first whether anybody is there to do the work.
    await Promise.all([
      addWords(...everywhere),
      context.queryClient.query({ ...trainerQuery, staleTime: 'static' }).catch(() => undefined),
    ])
  },
})

const overviewRoute = createRoute({
  getParentRoute: () => trainingRoute,
  path: '/',
  beforeLoad: () => addWords(...wordsOf['training-page']),
  // How much there is decides where the rest of the page stands.
  loader: async ({ context: { queryClient } }) => {
    const [{ correctionsQuery }, { dataSetsQuery }, { runsQuery }] = await Promise.all([
      loadCode(() => import('@/features/training/corrections/api')),
      loadCode(() => import('@/features/training/data-sets/api')),
      loadCode(() => import('@/features/training/runs/api')),
    ])
    await Promise.allSettled([
      queryClient.query({ ...dataSetsQuery, staleTime: 'static' }),
      queryClient.query({ ...runsQuery, staleTime: 'static' }),
      queryClient.query({ ...correctionsQuery('pending'), staleTime: 'static' }),
    ])
  },
  component: place(
    () => import('@/features/training/components/training-page'),
    (m) => m.TrainingPage,
  ),
})

const dataSetRoute = createRoute({
  getParentRoute: () => trainingRoute,
  path: '/data-sets/$slug',
  beforeLoad: () => addWords(...wordsOf['data-set-page']),
  component: placeWith(DataSetPage, DataSetRoute),
})

function DataSetRoute(): ReactNode {
  const { slug } = dataSetRoute.useParams()
  return <DataSetPage key={slug} slug={slug} />
}

const newRunRoute = createRoute({
  getParentRoute: () => trainingRoute,
  path: '/new-run',
  beforeLoad: () => addWords(...wordsOf['new-run-page']),
  validateSearch: readNewRun,
  component: placeWith(NewRunPage, NewRunRoute),
})

function NewRunRoute(): ReactNode {
  const navigate = newRunRoute.useNavigate()
  return (
    <NewRunPage
      search={newRunRoute.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true, resetScroll: false })}
    />
  )
}

const runRoute = createRoute({
  getParentRoute: () => trainingRoute,
  path: '/runs/$id',
  beforeLoad: () => addWords(...wordsOf['run-page']),
  component: placeWith(RunPage, RunRoute),
})

function RunRoute(): ReactNode {
  const { id } = runRoute.useParams()
  return <RunPage key={id} id={id} />
}

const compareRoute = createRoute({
  getParentRoute: () => trainingRoute,
  path: '/compare',
  beforeLoad: () => addWords(...wordsOf['compare-page']),
  validateSearch: ({ runs }: Record<string, unknown>): { runs: string } => ({
    runs: typeof runs === 'string' ? runs : '',
  }),
  component: placeWith(ComparePage, CompareRoute),
})

function CompareRoute(): ReactNode {
  const { runs } = compareRoute.useSearch()
  return <ComparePage key={runs} ids={[...new Set(runs.split(',').filter((id) => id !== ''))]} />
}

const variantsRoute = createRoute({
  getParentRoute: () => trainingRoute,
  path: '/variants/$slug/$number',
  beforeLoad: () => addWords(...wordsOf['variants-page']),
  params: {
    parse: ({ slug, number }) => ({ slug, number: Number(number) || 0 }),
    stringify: ({ slug, number }) => ({ slug, number: String(number) }),
  },
  component: placeWith(VariantsPage, VariantsRoute),
})

function VariantsRoute(): ReactNode {
  const { slug, number } = variantsRoute.useParams()
  return <VariantsPage key={`${slug}/${number}`} version={{ slug, number }} />
}

const correctionsRoute = createRoute({
  getParentRoute: () => trainingRoute,
  path: '/corrections',
  beforeLoad: () => addWords(...wordsOf['corrections-page']),
  validateSearch: ({ state }: Record<string, unknown>): { state?: CorrectionState } => ({
    state: state === 'accepted' || state === 'rejected' ? state : undefined,
  }),
  component: placeWith(CorrectionsPage, CorrectionsRoute),
})

function CorrectionsRoute(): ReactNode {
  const { state = 'pending' } = correctionsRoute.useSearch()
  const navigate = correctionsRoute.useNavigate()
  return (
    <CorrectionsPage
      state={state}
      onState={(next) => void navigate({ search: next === 'pending' ? {} : { state: next } })}
    />
  )
}

const addModelRoute = createRoute({
  getParentRoute: () => trainingRoute,
  path: '/add-model',
  beforeLoad: () => addWords(...wordsOf['add-model-page']),
  component: AddModelPage,
})

export const trainingRoutes = trainingRoute.addChildren([
  overviewRoute,
  dataSetRoute,
  newRunRoute,
  runRoute,
  compareRoute,
  variantsRoute,
  correctionsRoute,
  addModelRoute,
])
