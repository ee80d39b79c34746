import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'

export interface PredictionPageProps {
  id: string
  /** The answer card, drawn by the route. */
  renderAnswer: (prediction: Prediction) => ReactNode
}

export function PredictionPage({ id }: PredictionPageProps) {
  const { t } = useTranslation('history')
  return (
    <h1 className="text-xl font-semibold tracking-tight">
      {t('title')} {id}
    </h1>
  )
}
