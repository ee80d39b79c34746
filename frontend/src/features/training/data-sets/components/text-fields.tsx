import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { modelsQuery } from '@/api/catalogue'
import { SelectField } from '@/components/ui/field'
import { kindOf } from '@/lib/kinds'
import type { ChoicesProps } from './split-fields'

const AS_IT_IS = 'as-it-is'
/** The words of each rule; the last part is its value. */
const rules = {
  case: ['text.case.upper', 'text.case.lower', 'text.case.kept'],
  punctuation: ['text.punctuation.removed', 'text.punctuation.kept'],
  digits: ['text.digits.kept', 'text.digits.spelled'],
} as const

/** How the texts of speech are rewritten, and which vocabulary they are compared with. */
export function TextFields({ choices, onChange }: ChoicesProps) {
  const { t } = useTranslation('data-sets')
  const { data: models } = useQuery(modelsQuery)
  const versions = (models ?? [])
    .filter(({ kind }) => kindOf(kind).answer === 'text')
    .flatMap(({ slug, title, versions }) =>
      versions.map(({ number }) => ({ value: `${slug}/versions/${number}`, label: `${title}, v${number}` })),
    )
  const named = (['case', 'punctuation', 'digits'] as const).map((name) => ({
    name,
    options: rules[name].map((key) => ({ value: key.split('.').at(-1) ?? key, label: t(key) })),
  }))
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">{t('text.title')}</legend>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {[...named, { name: 'model' as const, options: versions }].map(({ name, options }) => (
          <SelectField
            key={name}
            label={t(`text.${name}.label`)}
            value={choices[name] ?? AS_IT_IS}
            onValueChange={(value) => onChange({ [name]: value === AS_IT_IS ? undefined : value })}
            options={[{ value: AS_IT_IS, label: t('text.asItIs') }, ...options]}
          />
        ))}
      </div>
    </fieldset>
  )
}
