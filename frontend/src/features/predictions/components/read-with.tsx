import { useQuery } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { modelsQuery } from '@/api/catalogue'
import type { Grammar, Prediction } from '@/api/types'
import { Button } from '@/components/ui/button'
import { useGrammarTitle } from '@/components/use-grammar-title'
import { usePredictionActions } from '../actions'

const NONE: Grammar[] = []

/** What the model was told that would be said, and the same sound once more with something else, by one press. */
export function ReadWith({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions')
  const titleOf = useGrammarTitle()
  const { readAgain } = usePredictionActions()
  const { grammar, keywords, one_of: phrases } = prediction.options as Heard
  const free = !grammar && !keywords && !phrases
  const { data: models } = useQuery(modelsQuery)
  const model = models?.find(({ slug }) => slug === prediction.model.slug)
  const grammars = model?.versions.find(({ number }) => number === prediction.model.version)?.grammars ?? NONE
  const others = grammars.filter(({ name }) => name !== grammar).map((one) => ({ name: one.name, title: titleOf(one) }))
  const choices = free || grammar === 'any' ? others : [...others, { name: 'any', title: t('readWith.anything') }]
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[13px] text-muted">
      {free ? null : <span>{words()}</span>}
      {choices.length > 0 ? (
        <div role="group" aria-label={t('readWith.again')} className="flex flex-wrap items-center gap-x-0.5">
          <RotateCcw aria-hidden className="mr-1 size-3.5" />
          <span aria-hidden>{t('readWith.again')}</span>
          {choices.map(({ name, title }) => (
            <Button
              key={name}
              size="sm"
              variant="ghost"
              disabled={readAgain.isPending}
              onClick={() => readAgain.mutate({ id: prediction.id, grammar: name })}
            >
              {title}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  )

  function words() {
    if (keywords) return t('readWith.keywords', { count: keywords.length })
    if (phrases) return t('readWith.one_of', { count: phrases.length })
    if (grammar === 'any') return t('readWith.any')
    const named = grammars.find(({ name }) => name === grammar)
    return t('readWith.grammar', { name: named ? titleOf(named) : grammar })
  }
}

interface Heard {
  grammar?: string
  keywords?: string[]
  one_of?: string[]
}
