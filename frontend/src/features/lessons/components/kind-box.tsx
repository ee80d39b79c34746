import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FolderOpen } from 'lucide-react'
import { type DragEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lesson, LessonPhoto } from '@/api/types'
import { ChooseFiles } from '@/components/choose-files'
import { ErrorNote } from '@/components/error-note'
import { Notice } from '@/components/ui/notice'
import { cn } from '@/lib/class-names'
import { addPhotosMutation } from '../api'
import { Photos } from './photos'

export interface KindBoxProps {
  lesson: Lesson
  kind: string
  photos: LessonPhoto[]
  /** Of all kinds: a twin may be among others. */
  all: LessonPhoto[]
  camera: (onFiles: (files: File[]) => void) => ReactNode
}

/** One kind with its photos: they are dropped on it, chosen or taken. */
export function KindBox({ lesson, kind, photos, all, camera }: KindBoxProps) {
  const { t } = useTranslation('lessons')
  const [hovering, setHovering] = useState(false)
  const [sent, setSent] = useState({ count: 0, of: 0 })
  const add = useMutation(addPhotosMutation(useQueryClient(), lesson.id))
  const take = (files: File[]) => {
    if (files.length === 0) return
    setSent({ count: 0, of: files.length })
    add.mutate({ label: kind, files, onSent: (count) => setSent({ count, of: files.length }) })
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setHovering(false)
    take([...event.dataTransfer.files])
  }
  const missing = lesson.labels.find(({ label }) => label === kind)?.missing ?? 5
  return (
    <section
      aria-label={kind}
      onDragOver={(event) => {
        event.preventDefault()
        setHovering(true)
      }}
      onDragLeave={() => setHovering(false)}
      onDrop={drop}
      className={cn(
        'flex flex-col gap-3 rounded-xl border border-dashed bg-surface p-4',
        hovering && 'border-accent bg-accent-soft',
      )}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="font-semibold tracking-tight break-words">{kind}</h2>
        <p className="text-[13px] text-muted tabular-nums">
          {add.isPending
            ? t('sending', { count: sent.count, of: sent.of })
            : missing > 0
              ? t('missing', { count: missing })
              : t('photos', { count: photos.length })}
        </p>
      </div>
      {photos.length > 0 ? (
        <Photos lesson={lesson.id} photos={photos} all={all} />
      ) : (
        <p className="py-6 text-center text-sm text-muted">{t('dropHere')}</p>
      )}
      {add.error ? <ErrorNote error={add.error} /> : null}
      <LeftOut files={add.data ?? []} />
      <div className="flex flex-wrap gap-2">
        <ChooseFiles multiple accept="image/*" disabled={add.isPending} onFiles={take}>
          <FolderOpen /> {t('choose')}
        </ChooseFiles>
        {camera(take)}
      </div>
    </section>
  )
}

/** Files that were not taken, each with its reason. */
function LeftOut({ files }: { files: readonly { name: string; detail: string }[] }) {
  const { t } = useTranslation('lessons')
  if (files.length === 0) return null
  return (
    <Notice tone="warn" title={t('leftOut', { count: files.length })}>
      <ul>
        {files.map(({ name, detail }) => (
          <li key={name} className="break-words">
            {detail.includes(name) ? detail : `${name}: ${detail}`}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
