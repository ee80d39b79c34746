import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import type { Choice } from '../choice'
import { ModelSelect } from './model-select'

export interface ChoiceFieldsProps {
  models: readonly Model[]
  choice: Choice
  onChoice: (choice: Choice) => void
}

/** Who answers, and how. */
export function ChoiceFields({ models, choice, onChoice }: ChoiceFieldsProps) {
  const { t } = useTranslation('uploads')
  return (
    <div className="flex items-center gap-2 text-[13px] text-muted">
      <span aria-hidden>{t('model.label')}</span>
      <ModelSelect models={models} value={choice.model} onValueChange={(model) => onChoice({ ...choice, model })} />
    </div>
  )
}
