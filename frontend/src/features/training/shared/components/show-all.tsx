import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { formatNumber } from '@/lib/format'

/** One more than these is no reason to hide any. */
const FIRST = 8

export interface ShowAllProps<T> {
  items: T[]
  keyOf: (item: T) => string
  row: (item: T) => ReactNode
}

/** The newest of a list, and a button that brings the rest: what stands below stays in sight. */
export function ShowAll<T>({ items, keyOf, row }: ShowAllProps<T>) {
  const { t, i18n } = useTranslation('training')
  const [all, setAll] = useState(false)
  const shown = all || items.length <= FIRST + 1 ? items : items.slice(0, FIRST)
  return (
    <Card>
      <ul className="divide-y">
        {shown.map((item) => (
          <li key={keyOf(item)}>{row(item)}</li>
        ))}
      </ul>
      {shown.length < items.length ? (
        <div className="border-t p-1.5 text-center">
          <Button variant="ghost" size="sm" onClick={() => setAll(true)}>
            {t('showAll', { number: formatNumber(items.length, i18n.language) })}
          </Button>
        </div>
      ) : null}
    </Card>
  )
}
