import { useTranslation } from 'react-i18next'
import { useGrammarTitle } from '@/components/use-grammar-title'
import { type Offered, OWN_WORDS } from './spoken'

export interface SpokenWay {
  value: string
  label: string
  hint?: string
}

/** In which ways a version may be told what will be said, what it does by itself first. */
export function useSpokenWays(): (offered: Offered) => SpokenWay[] {
  const { t } = useTranslation('uploads')
  const titleOf = useGrammarTitle()
  return ({ grammars, default_grammar }) => {
    const usual = grammars.find(({ name }) => name === default_grammar)
    const others = grammars.filter((grammar) => grammar !== usual)
    return [
      { value: 'usual', label: usual ? titleOf(usual) : t('spoken.any') },
      ...others.map((grammar) => ({ value: grammar.name, label: titleOf(grammar) })),
      ...(usual ? [{ value: 'any', label: t('spoken.any') }] : []),
      ...OWN_WORDS.map((way) => ({
        value: way,
        label: t(`spoken.${way as 'one_of'}`),
        hint: t(`spoken.${way as 'one_of'}Hint`),
      })),
    ]
  }
}
