import { useState } from 'react'
import { Popover } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { lazyPart } from '@/components/lazy-part'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import type { Choice } from '../choice'
import { chooseSpoken, hearing, type Offered, OWN_WORDS, useSpoken, wordsIn } from '../spoken'
import { useSpokenWays } from '../use-spoken-ways'

// Few type words of their own, and the first load is counted.
const SpokenWords = lazyPart(
  () => import('./spoken-words'),
  (m) => m.SpokenWords,
)

/** What will be said: then a model of speech is wrong about half as often. Nothing where none hears. */
export function SpokenSelect({ models, choice }: { models: readonly Model[]; choice: Choice }) {
  const version = hearing(models, choice)?.version
  return version ? <OfferedSelect offered={version} /> : null
}

/** The same for one version. */
export function OfferedSelect({ offered }: { offered: Offered }) {
  const { t } = useTranslation('uploads')
  const spoken = useSpoken()
  const [open, setOpen] = useState(false)
  const options = useSpokenWays()(offered)
  const way = options.some(({ value }) => value === spoken.way) ? spoken.way : 'usual'
  const choose = (next: string) => {
    chooseSpoken(next)
    // The list gives the focus back when it closes; what had opened before would lose it, and close.
    setTimeout(() => setOpen(OWN_WORDS.includes(next)))
  }
  return (
    <div className="flex items-center gap-2 text-[13px] text-muted">
      <span aria-hidden className="whitespace-nowrap">
        {t('spoken.label')}
      </span>
      <Select label={t('spoken.label')} value={way} onValueChange={choose} options={options} className="max-w-44" />
      {OWN_WORDS.includes(way) ? (
        <Popover.Root open={open} onOpenChange={setOpen}>
          <Popover.Trigger asChild>
            <Button size="sm" variant="ghost">
              {t(`spoken.count.${way as 'one_of'}`, { count: wordsIn(spoken.lines).length })}
            </Button>
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              align="end"
              sideOffset={6}
              collisionPadding={8}
              className="z-50 w-80 max-w-[calc(100vw-1rem)] rounded-lg border bg-raised p-4 shadow-float"
              aria-label={t(`spoken.${way as 'one_of'}`)}
              onFocusOutside={(event) => event.preventDefault()}
            >
              <SpokenWords way={way as 'one_of'} spoken={spoken} />
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      ) : null}
    </div>
  )
}
