import { ArrowLeftRight, Copy, ImageOff, X } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LessonPhoto } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from '@/components/ui/menu'
import { cn } from '@/lib/class-names'
import { thumbnailOf } from '../api'
import { useChangePhoto } from '../use-change-photo'

/** As many as fit without scrolling; the rest is behind a button. */
const FEW = 24
/** What a photo is called while it is dragged from one kind to another. */
export const DRAGGED = 'application/x-slipway-photo'
const CORNER =
  'absolute top-0.5 size-6 bg-surface/90 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100'

export interface PhotosProps {
  lesson: string
  photos: LessonPhoto[]
  all: LessonPhoto[]
  /** All kinds of the lesson. */
  kinds: readonly string[]
}

/** Small pictures, each to be moved or removed; one that is there twice or cannot be read is marked. */
export function Photos({ lesson, photos, all, kinds }: PhotosProps) {
  const { t } = useTranslation('lessons')
  const [isWhole, setIsWhole] = useState(false)
  const change = useChangePhoto(lesson)
  // What people should look at comes first.
  const sorted = photos.toSorted((a, b) => Number(isOdd(b)) - Number(isOdd(a)))
  const shown = isWhole ? sorted : sorted.slice(0, FEW)
  return (
    <>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(4.5rem,1fr))] gap-1.5">
        {shown.map((photo) => (
          <li key={photo.id} className="group relative aspect-square overflow-hidden rounded-md bg-sunken">
            <img
              src={thumbnailOf(lesson, photo.id)}
              alt={photo.name}
              loading="lazy"
              className="size-full object-cover"
              onDragStart={(event: DragEvent) => event.dataTransfer.setData(DRAGGED, photo.id)}
            />
            <Mark photo={photo} twin={all.find(({ id }) => id === photo.twin)} />
            <MoveMenu photo={photo} kinds={kinds} onMove={(kind) => change.move(photo.id, photo.label, kind)} />
            <Button
              size="icon-sm"
              aria-label={t('remove', { name: photo.name })}
              className={cn(CORNER, 'right-0.5')}
              onClick={() => change.remove(photo.id)}
            >
              <X />
            </Button>
          </li>
        ))}
      </ul>
      {photos.length > FEW && !isWhole ? (
        <Button variant="link" className="self-start" onClick={() => setIsWhole(true)}>
          {t('showAll', { count: photos.length })}
        </Button>
      ) : null}
    </>
  )
}

interface MoveMenuProps {
  photo: LessonPhoto
  kinds: readonly string[]
  onMove: (kind: string) => void
}

function MoveMenu({ photo, kinds, onMove }: MoveMenuProps) {
  const { t } = useTranslation('lessons')
  const others = kinds.filter((kind) => kind !== photo.label)
  if (others.length === 0) return null
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="icon-sm" aria-label={t('move', { name: photo.name })} className={cn(CORNER, 'left-0.5')}>
          <ArrowLeftRight />
        </Button>
      </MenuTrigger>
      <MenuContent align="start" className="max-w-72">
        <MenuLabel>{t('moveTo')}</MenuLabel>
        {others.map((kind) => (
          <MenuItem key={kind} onSelect={() => onMove(kind)}>
            <span className="truncate">{kind}</span>
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  )
}

const isOdd = ({ unreadable, twin }: LessonPhoto) => Boolean(unreadable ?? twin)

function Mark({ photo, twin }: { photo: LessonPhoto; twin: LessonPhoto | undefined }) {
  const { t } = useTranslation('lessons')
  if (!isOdd(photo)) return null
  const words = photo.unreadable
    ? t('unreadable')
    : twin && twin.label !== photo.label
      ? t('twinElsewhere', { kind: twin.label })
      : t('twin')
  const Sign = photo.unreadable ? ImageOff : Copy
  return (
    <span
      title={photo.unreadable ?? words}
      className="absolute inset-x-0 bottom-0 flex items-center gap-1 bg-warn-soft px-1 py-0.5 text-[11px] leading-4 text-warn"
    >
      <Sign aria-hidden className="size-3 shrink-0" /> <span className="truncate">{words}</span>
    </span>
  )
}
