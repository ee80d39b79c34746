import { useQuery } from '@tanstack/react-query'
import { Popover } from 'radix-ui'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { modelsQuery } from '@/api/catalogue'
import { classificationOf, type Model, type Prediction } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { cn } from '@/lib/class-names'
import { usePredictionActions } from '../actions'

const SHOWN = 50

/** The arrows may mark what the list has scrolled away. */
const bringIntoView = (option: HTMLElement | null) => option?.scrollIntoView({ block: 'nearest' })

function labelsOf(prediction: Prediction, models: readonly Model[] | undefined): readonly string[] {
  const model = models?.find((candidate) => candidate.slug === prediction.model.slug)
  const version = model?.versions.find((candidate) => candidate.number === prediction.model.version) ?? model?.latest
  return version?.labels ?? classificationOf(prediction)?.labels.map((score) => score.label) ?? []
}

/** "Wrong?": the model's labels to search in; Enter takes the marked one. */
export function LabelFeedback({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions')
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button variant="ghost" size="sm">
          {t('actions.wrong')}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 w-64 rounded-lg border bg-raised p-2 shadow-float"
          aria-label={t('feedback.labelTitle')}
        >
          <LabelSearch prediction={prediction} onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function LabelSearch({ prediction, onDone }: { prediction: Prediction; onDone: () => void }) {
  const { t } = useTranslation('predictions')
  const { feedback } = usePredictionActions()
  const { data: models } = useQuery(modelsQuery)
  const [search, setSearch] = useState('')
  const [marked, setMarked] = useState(0)
  const id = useId()
  const found = labelsOf(prediction, models)
    .filter((label) => label.toLowerCase().includes(search.trim().toLowerCase()))
    .slice(0, SHOWN)

  const choose = (label: string | undefined) => {
    if (label === undefined) return
    feedback.mutate({ prediction, answer: { label } })
    onDone()
  }
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setMarked((index) => (index + step + found.length) % Math.max(found.length, 1))
    else if (event.key === 'Enter') choose(found[marked])
    else return
    event.preventDefault()
  }

  return (
    <>
      <p className="px-1 pb-2 text-[13px] font-medium">{t('feedback.labelTitle')}</p>
      <Input
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}-${marked}` : undefined}
        aria-label={t('feedback.search')}
        placeholder={t('feedback.search')}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value)
          setMarked(0)
        }}
        onKeyDown={keys}
      />
      <div id={id} role="listbox" aria-label={t('feedback.labelTitle')} className="mt-2 max-h-56 overflow-y-auto">
        {found.map((label, index) => (
          // The combobox above takes the keys for its options, as the ARIA pattern has it.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={label}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            onClick={() => choose(label)}
            onMouseMove={() => setMarked(index)}
            ref={index === marked ? bringIntoView : undefined}
            className={cn('cursor-pointer rounded-sm px-2 py-1.5 text-sm', index === marked && 'bg-sunken')}
          >
            {label}
          </div>
        ))}
        {found.length === 0 ? <p className="px-2 py-1.5 text-sm text-muted">{t('feedback.none')}</p> : null}
      </div>
      <p className="px-1 pt-2 text-xs text-muted">{t('feedback.use')}</p>
    </>
  )
}
