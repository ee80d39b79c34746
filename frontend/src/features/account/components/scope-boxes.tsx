import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { CheckRow } from '@/components/ui/checkbox'
import { type Scope, scopes, scopeWord } from '../key-form'

export interface ScopeBoxesProps {
  isStaff: boolean
  chosen: Scope[]
  onChange: (chosen: Scope[]) => void
  error?: string
}

/** What the key may do. The server refuses `admin` to whoever is no administrator, so it is not offered. */
export function ScopeBoxes({ isStaff, chosen, onChange, error }: ScopeBoxesProps) {
  const { t } = useTranslation('account')
  const id = useId()
  const note = error ?? (chosen.length === 0 ? t('make.noScope') : undefined)
  const toggle = (scope: Scope) =>
    onChange(scopes.filter((one) => (one === scope ? !chosen.includes(one) : chosen.includes(one))))
  return (
    <fieldset className="flex flex-col gap-1.5" aria-describedby={note ? id : undefined}>
      <legend className="mb-1.5 text-sm font-medium">{t('make.scopes')}</legend>
      {scopes
        .filter((scope) => isStaff || scope !== 'admin')
        .map((scope) => (
          <CheckRow
            key={scope}
            label={t(`scope.${scopeWord[scope]}.name`)}
            hint={t(`scope.${scopeWord[scope]}.text`)}
            checked={chosen.includes(scope)}
            onChange={() => toggle(scope)}
          />
        ))}
      {note ? (
        <p id={id} role="alert" className="text-[13px] text-error">
          {note}
        </p>
      ) : null}
    </fieldset>
  )
}
