import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Boxes, Search } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { modelsQuery } from '@/api/catalogue'
import { answerOf, wordsOf } from '@/api/predictions/answer'
import { kindOf } from '@/lib/kinds'
import { foundPredictionsQuery, SHORTEST } from '../api'
import type { PaletteCommand } from '../commands'
import { FOUND, rank } from '../rank'

export interface PaletteProps {
  commands: PaletteCommand[]
  onClose: () => void
}

const before = ['act', 'go'] as const
const after = ['settings', 'session'] as const

/** Everything by keyboard: pages, models, my predictions, settings. Mounted only while it is open. */
export function Palette({ commands, onClose }: PaletteProps) {
  const { t } = useTranslation('palette')
  const [words, setWords] = useState('')
  const choose = (run: () => void) => () => {
    onClose()
    run()
  }
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-3 z-50 mx-auto max-w-xl overflow-hidden rounded-xl border bg-raised shadow-float outline-none sm:top-[14vh]"
        >
          <Dialog.Title className="sr-only">{t('title')}</Dialog.Title>
          <Command
            label={t('title')}
            filter={rank}
            loop
            className="flex max-h-[min(26rem,calc(100dvh-1.5rem))] flex-col"
          >
            <div className="flex items-center gap-3 border-b px-4">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Command.Input
                value={words}
                onValueChange={setWords}
                placeholder={t('placeholder')}
                className="h-12 w-full bg-transparent text-[15px] outline-none placeholder:text-muted"
              />
            </div>
            <Command.List label={t('results')} className="flex-1 overflow-y-auto overscroll-contain p-2">
              <Command.Empty className="px-3 py-8 text-center text-sm text-muted">
                {t('nothing', { words })}
              </Command.Empty>
              {before.map((group) => (
                <CommandGroup key={group} group={group} commands={commands} choose={choose} />
              ))}
              <Models choose={choose} />
              <FoundPredictions words={words.trim()} choose={choose} />
              {after.map((group) => (
                <CommandGroup key={group} group={group} commands={commands} choose={choose} />
              ))}
            </Command.List>
            <Hints />
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type Choose = (run: () => void) => () => void

interface CommandGroupProps {
  group: PaletteCommand['group']
  commands: PaletteCommand[]
  choose: Choose
}

function CommandGroup({ group, commands, choose }: CommandGroupProps) {
  const { t } = useTranslation('palette')
  return (
    <Group heading={t(`group.${group}`)}>
      {commands
        .filter((command) => command.group === group)
        .map((command) => (
          <Item key={command.id} value={command.label} onSelect={choose(command.run)}>
            <command.icon aria-hidden />
            <span className="flex-1 truncate">{command.label}</span>
            {command.shortcut ? <kbd className="font-sans text-xs text-muted">{command.shortcut}</kbd> : null}
          </Item>
        ))}
    </Group>
  )
}

function Models({ choose }: { choose: Choose }) {
  const { t } = useTranslation('palette')
  const navigate = useNavigate()
  const { data = [] } = useQuery(modelsQuery)
  if (data.length === 0) return null
  return (
    <Group heading={t('group.models')}>
      {data.map(({ slug, title }) => (
        <Item
          key={slug}
          value={`${slug} ${title}`}
          onSelect={choose(() => void navigate({ to: '/models/$slug', params: { slug } }))}
        >
          <Boxes aria-hidden />
          <span className="flex-1 truncate">{title}</span>
          <span className="truncate text-xs text-muted">{slug}</span>
        </Item>
      ))}
    </Group>
  )
}

function FoundPredictions({ words, choose }: { words: string; choose: Choose }) {
  const { t } = useTranslation('palette')
  const navigate = useNavigate()
  const { data = [] } = useQuery(foundPredictionsQuery(words))
  if (words.length < SHORTEST || data.length === 0) return null
  return (
    <Group heading={t('group.predictions')}>
      {data.map((prediction) => {
        const Icon = kindOf(prediction.kind).icon
        return (
          <Item
            key={prediction.id}
            value={`${FOUND}${prediction.id}`}
            onSelect={choose(() => void navigate({ to: '/predictions/$id', params: { id: prediction.id } }))}
          >
            <Icon aria-hidden />
            <span className="truncate">{prediction.input.name}</span>
            <span className="min-w-0 flex-1 truncate text-right text-xs text-muted">
              {wordsOf(answerOf(prediction))}
            </span>
          </Item>
        )
      })}
    </Group>
  )
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  )
}

interface ItemProps {
  value: string
  onSelect: () => void
  children: ReactNode
}

function Item(props: ItemProps) {
  return (
    <Command.Item
      {...props}
      className="flex min-h-9 cursor-default items-center gap-3 rounded-md px-2.5 text-sm select-none data-[selected=true]:bg-accent-soft [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
    />
  )
}

function Hints() {
  const { t } = useTranslation('palette')
  const hints = [
    ['↑ ↓', t('hint.move')],
    ['↵', t('hint.choose')],
    ['Esc', t('hint.close')],
  ] as const
  return (
    <p aria-hidden className="hidden gap-4 border-t px-4 py-2 text-xs text-muted sm:flex">
      {hints.map(([key, words]) => (
        <span key={key} className="inline-flex items-center gap-1.5">
          <kbd className="rounded-[5px] bg-sunken px-1.5 font-sans leading-5">{key}</kbd> {words}
        </span>
      ))}
    </p>
  )
}
