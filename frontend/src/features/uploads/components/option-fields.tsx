import { SlidersHorizontal } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import type { Kind, Model } from '@/api/types'
import { lazyPart } from '@/components/lazy-part'
import { Button } from '@/components/ui/button'
import { useKindWords } from '@/components/use-kind-words'
import type { Choice, RequestOptions } from '../choice'
import { optionsOffered } from '../options'

// The form is of no use before somebody opens it, and the first load is counted.
const OptionsOfKind = lazyPart(
  () => import('./options-of-kind'),
  (m) => m.OptionsOfKind,
)

export interface OptionFieldsProps {
  models: readonly Model[]
  choice: Choice
  onChoice: (choice: Choice) => void
}

/** What the kinds of the files let a request choose; nothing where they let it choose nothing. */
export function OptionFields({ models, choice, onChoice }: OptionFieldsProps) {
  const { t } = useTranslation('uploads')
  const kindWords = useKindWords()
  const offered = optionsOffered(models, choice)
  if (offered.length === 0) return null
  const change = (kind: Kind, options: RequestOptions | undefined) =>
    onChoice({ ...choice, options: { ...choice.options, [kind]: options } })
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button variant="ghost" size="sm">
          <SlidersHorizontal /> {t('options.open')}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex w-72 flex-col gap-5 rounded-lg border bg-raised p-4 shadow-float"
          aria-label={t('options.open')}
        >
          {offered.map(({ kind, fields }) => (
            <fieldset key={kind} className="flex flex-col gap-4">
              <legend className="mb-3 text-xs font-medium text-muted">{kindWords(kind)}</legend>
              <OptionsOfKind
                fields={fields}
                chosen={choice.options?.[kind] ?? {}}
                onChange={(next) => change(kind, next)}
              />
            </fieldset>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
