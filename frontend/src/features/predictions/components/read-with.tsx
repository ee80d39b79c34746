import { useQuery } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { modelsQuery } from '@/api/catalogue'
import type { Grammar, Prediction } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/menu'
import { useGrammarTitle } from '@/components/use-grammar-title'
import { usePredictionActions } from '../actions'

const NONE: Grammar[] = []

/** What the model was told that would be said, and the same sound once more with something else. */
export function ReadWith({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions')
  const titleOf = useGrammarTitle()
  const { readAgain } = usePredictionActions()
  const [open, setOpen] = useState(false)
  const { grammar, keywords, one_of: phrases } = prediction.options as Heard
  const free = !grammar && !keywords && !phrases
  // Many answers are on a page, and few are read again.
  const { data: models } = useQuery({ ...modelsQuery, enabled: open || (grammar !== undefined && grammar !== 'any') })
  const model = models?.find(({ slug }) => slug === prediction.model.slug)
  const grammars = model?.versions.find(({ number }) => number === prediction.model.version)?.grammars ?? NONE
  const others = grammars.filter(({ name }) => name !== grammar)
  const again = (name: string) => readAgain.mutate({ id: prediction.id, grammar: name })
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-[13px] text-muted">
      {free ? null : <span>{words()}</span>}
      <Menu open={open} onOpenChange={setOpen}>
        <MenuTrigger asChild>
          <Button size="sm" variant="ghost" className="-ml-2" disabled={readAgain.isPending}>
            <RotateCcw /> {t('readWith.again')}
          </Button>
        </MenuTrigger>
        <MenuContent align="start">
          {others.map((one) => (
            <MenuItem key={one.name} onSelect={() => again(one.name)}>
              {titleOf(one)}
            </MenuItem>
          ))}
          {free || grammar === 'any' ? null : (
            <MenuItem onSelect={() => again('any')}>{t('readWith.anything')}</MenuItem>
          )}
          {models && others.length === 0 && free ? <MenuItem disabled>{t('readWith.nothing')}</MenuItem> : null}
        </MenuContent>
      </Menu>
    </p>
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
