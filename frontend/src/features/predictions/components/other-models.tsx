import { useQuery } from '@tanstack/react-query'
import { Layers } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { modelsQuery } from '@/api/catalogue'
import type { Prediction } from '@/api/types'
import { Button } from '@/components/ui/button'
import { usePredictionActions } from '../actions'
import { otherModels } from '../other-versions'

/** More would be a menu, which the prediction's page has. */
const MOST = 2

/** The way on from an answer that knows nothing: other models that read such a file, each asked by one press. */
export function OtherModels({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions')
  const { askAnother } = usePredictionActions()
  const { data: models = [] } = useQuery(modelsQuery)
  const others = otherModels(prediction, models).slice(0, MOST)
  if (others.length === 0) return null
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {others.map(({ slug, title }) => (
        <Button
          key={slug}
          size="sm"
          disabled={askAnother.isPending}
          onClick={() => askAnother.mutate({ id: prediction.id, model: slug })}
        >
          <Layers /> {t('outside.ask', { title })}
        </Button>
      ))}
    </div>
  )
}
