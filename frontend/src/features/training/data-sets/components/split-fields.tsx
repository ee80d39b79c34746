import { useTranslation } from 'react-i18next'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import type { Choices } from '../choices'

export interface ChoicesProps {
  choices: Choices
  onChange: (next: Partial<Choices>) => void
}

/** How the whole is divided: shares in percent, and a seed that decides which file goes where. */
export function SplitFields({ choices, onChange }: ChoicesProps) {
  const { t } = useTranslation('data-sets')
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <span aria-hidden className="text-sm font-medium">
          {t('splitting.label')}
        </span>
        <Segmented
          label={t('splitting.label')}
          value={choices.splitting}
          onValueChange={(splitting) => onChange({ splitting })}
          options={[
            { value: 'source', label: t('splitting.source') },
            { value: 'new', label: t('splitting.new') },
          ]}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        {(['validation', 'test'] as const).map((split) => (
          <Field key={split} label={t(`share.${split}`)} hint={t(`share.${split}Hint`)}>
            {(props) => (
              <Input
                {...props}
                type="number"
                required
                min={1}
                max={50}
                step={1}
                defaultValue={Math.round(choices[split] * 100)}
                onChange={(event) =>
                  event.target.validity.valid && onChange({ [split]: event.target.valueAsNumber / 100 })
                }
              />
            )}
          </Field>
        ))}
        <Field label={t('seed')} hint={t('seedHint')}>
          {(props) => (
            <Input
              {...props}
              type="number"
              required
              min={0}
              max={2147483647}
              step={1}
              defaultValue={choices.seed}
              onChange={(event) => event.target.validity.valid && onChange({ seed: event.target.valueAsNumber })}
            />
          )}
        </Field>
      </div>
    </div>
  )
}
