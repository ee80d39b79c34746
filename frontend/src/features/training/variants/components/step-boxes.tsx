import { useTranslation } from 'react-i18next'
import { CheckRow } from '@/components/ui/checkbox'
import type { Step, Way } from '../types'
import { STEPS } from '../variants'

export interface StepBoxesProps {
  chosen: Step[]
  ways: Way[]
  onChange: (steps: Step[]) => void
}

/** The steps; one that this version cannot take says why. */
export function StepBoxes({ chosen, ways, onChange }: StepBoxesProps) {
  const { t } = useTranslation('variants')
  const toggle = (step: Step) =>
    onChange(chosen.includes(step) ? chosen.filter((one) => one !== step) : [...chosen, step])
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t('steps')}</legend>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {STEPS.map((step) => {
          const obstacle = ways.find(({ way }) => way === step)?.obstacle
          return (
            <CheckRow
              key={step}
              label={<b className="font-medium">{t(`step.${step}`)}</b>}
              hint={
                <span className="block text-[13px] text-pretty">{obstacle ? obstacle : t(`stepHint.${step}`)}</span>
              }
              disabled={Boolean(obstacle)}
              checked={chosen.includes(step)}
              onChange={() => toggle(step)}
              className="rounded-md border p-2.5 has-checked:border-accent has-checked:bg-accent-soft has-disabled:bg-sunken"
            />
          )
        })}
      </div>
    </fieldset>
  )
}
