import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Copy, ImageOff, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LessonPhoto } from '@/api/types'
import { Button } from '@/components/ui/button'
import { removePhotoMutation, thumbnailOf } from '../api'

/** As many as fit without scrolling; the rest is behind a button. */
const FEW = 24

export interface PhotosProps {
  lesson: string
  photos: LessonPhoto[]
  all: LessonPhoto[]
}

/** Small pictures, each to be removed; one that is there twice or cannot be read is marked. */
export function Photos({ lesson, photos, all }: PhotosProps) {
  const { t } = useTranslation('lessons')
  const [isWhole, setIsWhole] = useState(false)
  const remove = useMutation(removePhotoMutation(useQueryClient(), lesson))
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
            />
            <Mark photo={photo} twin={all.find(({ id }) => id === photo.twin)} />
            <Button
              size="icon-sm"
              aria-label={t('remove', { name: photo.name })}
              className="absolute top-0.5 right-0.5 size-6 bg-surface/90 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
              onClick={() => remove.mutate(photo.id)}
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
