import { useTranslation } from 'react-i18next'
import { useRecipeWords } from '../words'
import { Section } from '@/components/section'

/** The numbers that a run was started with. */
export function Recipe({ recipe }: { recipe: Record<string, unknown> }) {
  const { t } = useTranslation('recipes')
  const { nameOf, valueOf } = useRecipeWords()
  return (
    <Section title={t('title')}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2 text-sm sm:grid-cols-3 lg:grid-cols-4">
        {Object.entries(recipe)
          .filter(([name]) => name !== 'kind')
          .map(([name, value]) => (
            <div key={name} className="min-w-0">
              <dt className="text-xs text-muted">{nameOf(name)}</dt>
              <dd className="break-words tabular-nums">{valueOf(value)}</dd>
            </div>
          ))}
      </dl>
    </Section>
  )
}
