import { useTranslation } from 'react-i18next'
import { ModelSelect } from './model-select'
import { OptionFields, type OptionFieldsProps } from './option-fields'
import { SpokenSelect } from './spoken-select'

export type ChoiceFieldsProps = OptionFieldsProps

/** Who answers, and how. */
export function ChoiceFields(props: ChoiceFieldsProps) {
  const { t } = useTranslation('uploads')
  const { models, choice, onChoice } = props
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2">
      <div className="flex items-center gap-2 text-[13px] text-muted">
        <span aria-hidden>{t('model.label')}</span>
        <ModelSelect models={models} value={choice.model} onValueChange={(model) => onChoice({ ...choice, model })} />
        <OptionFields key={choice.model} {...props} />
      </div>
      <SpokenSelect models={models} choice={choice} />
    </div>
  )
}
