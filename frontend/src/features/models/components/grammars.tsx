import { useTranslation } from 'react-i18next'
import type { Model, Version } from '@/api/types'
import { Select } from '@/components/ui/select'
import { useGrammarTitle } from '@/components/use-grammar-title'
import { useDefaultGrammar } from '../use-default-grammar'
import { TitledPart } from './titled-part'

const ANYTHING = 'any'

/** What may be said to a model of speech beside anything, and what it hears where nobody says; staff choose that. */
export function Grammars({ model, version, isStaff }: { model: Model; version: Version; isStaff: boolean }) {
  const { t } = useTranslation('models')
  const titleOf = useGrammarTitle()
  const choose = useDefaultGrammar(model, version)
  if (version.grammars.length === 0) return null
  const usual = version.grammars.find(({ name }) => name === version.default_grammar)
  return (
    <TitledPart level={2} title={t('grammars.title')}>
      <ul className="flex flex-wrap gap-1.5">
        {version.grammars.map((grammar) => (
          <li key={grammar.name} className="rounded-full border px-2 py-0.5 text-[13px] leading-5">
            {titleOf(grammar)} <code className="text-xs text-muted">{grammar.name}</code>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-[13px] text-muted">{t('grammars.text')}</p>
      <div className="mt-3 flex items-center gap-2 text-sm">
        <span aria-hidden={isStaff}>{t('grammars.usual')}</span>
        {isStaff ? (
          <Select
            label={t('grammars.usual')}
            value={usual?.name ?? ANYTHING}
            disabled={choose.isPending}
            onValueChange={(name) => choose.mutate(name === ANYTHING ? null : name)}
            options={[
              { value: ANYTHING, label: t('grammars.anything') },
              ...version.grammars.map((grammar) => ({ value: grammar.name, label: titleOf(grammar) })),
            ]}
          />
        ) : (
          <span className="font-medium">{usual ? titleOf(usual) : t('grammars.anything')}</span>
        )}
      </div>
    </TitledPart>
  )
}
