import { useTranslation } from 'react-i18next'
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
            <label
              key={step}
              className="flex cursor-pointer items-start gap-2.5 rounded-md border p-3 text-sm has-checked:border-accent has-checked:bg-accent-soft has-disabled:cursor-not-allowed has-disabled:bg-sunken"
            >
              <input
                type="checkbox"
                className="mt-0.5 size-4 shrink-0 accent-accent"
                disabled={Boolean(obstacle)}
                checked={chosen.includes(step)}
                onChange={() => toggle(step)}
              />
              <span className="min-w-0 text-[13px] text-pretty text-muted">
                <b className="text-sm font-medium text-foreground">{t(`step.${step}`)}</b> <br />
                {obstacle ? obstacle : t(`stepHint.${step}`)}
              </span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
