import { useQueryClient } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { neighboursOf } from '@/api/predictions/neighbours'
import { Button } from '@/components/ui/button'
import { isTyped } from '@/lib/is-typed'

/** The way to the prediction before and after, as the list has them; K and J go it too. */
export function NeighbourLinks({ id, onOpen }: { id: string; onOpen: (id: string) => void }) {
  const { t } = useTranslation('history')
  const { newer, older } = neighboursOf(useQueryClient(), id)
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const to = isTyped(event) ? undefined : { k: newer, j: older }[event.key.toLowerCase()]
    if (to) onOpen(to)
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  if (!newer && !older) return null
  return (
    <div className="flex gap-1">
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={t('neighbour.newer')}
        title={t('neighbour.newer')}
        disabled={!newer}
        onClick={() => newer && onOpen(newer)}
      >
        <ChevronLeft />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={t('neighbour.older')}
        title={t('neighbour.older')}
        disabled={!older}
        onClick={() => older && onOpen(older)}
      >
        <ChevronRight />
      </Button>
    </div>
  )
}
