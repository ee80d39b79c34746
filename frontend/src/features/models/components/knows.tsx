import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Version } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { writable } from '../vocabulary'
import { TitledPart } from './titled-part'

/** So many labels that one has to search among them. */
const MANY = 60

export interface KnowsProps {
  version: Version
  level: 2 | 3
  /** How many to show before a reader asks for the rest. */
  most: number
}

/** The labels that a picture model can answer with, or the signs that a recogniser can write. */
export function Knows({ version, level, most }: KnowsProps) {
  const { t } = useTranslation('models')
  if (version.labels) {
    return (
      <TitledPart level={level} title={t('knows.labels', { count: version.labels.length })}>
        <Labels labels={version.labels} most={most} />
      </TitledPart>
    )
  }
  const { signs, space } = writable(version.vocabulary ?? [])
  return (
    <TitledPart level={level} title={t('knows.signs', { count: signs.length })}>
      <Chips>
        {signs.map((sign) => (
          <Chip key={sign}>{sign}</Chip>
        ))}
        {space ? <Chip>{t('knows.space')}</Chip> : null}
      </Chips>
      <p className="mt-2 text-[13px] text-muted">{t('knows.signsText')}</p>
    </TitledPart>
  )
}

function Labels({ labels, most }: { labels: readonly string[]; most: number }) {
  const { t } = useTranslation('models')
  const [all, setAll] = useState(false)
  const [text, setText] = useState('')
  const found = text ? labels.filter((label) => label.toLowerCase().includes(text.toLowerCase())) : labels
  const shown = all ? found : found.slice(0, most)
  return (
    <>
      {all && labels.length > MANY ? (
        <Input
          type="search"
          aria-label={t('knows.search')}
          placeholder={t('knows.search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-2 max-w-64"
        />
      ) : null}
      <Chips>
        {shown.map((label, index) => (
          // A bundle may name two classes alike.
          <Chip key={`${index}-${label}`}>{label}</Chip>
        ))}
        {found.length > shown.length ? (
          <li>
            <Button size="sm" variant="link" onClick={() => setAll(true)} className="min-h-6">
              {t('knows.more', { count: found.length - shown.length })}
            </Button>
          </li>
        ) : null}
      </Chips>
      {found.length === 0 ? <p className="text-[13px] text-muted">{t('knows.nothing')}</p> : null}
    </>
  )
}

function Chips({ children }: { children: ReactNode }) {
  return <ul className="flex flex-wrap gap-1.5">{children}</ul>
}

function Chip({ children }: { children: ReactNode }) {
  return <li className="min-w-6 rounded-full border px-2 py-0.5 text-center text-[13px] leading-5">{children}</li>
}
