import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FolderOpen, History } from 'lucide-react'
import { type DragEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AddedPhotos, Lesson, LessonPhoto } from '@/api/types'
import { ChooseFiles } from '@/components/choose-files'
import { ErrorNote } from '@/components/error-note'
import { lazyPart } from '@/components/lazy-part'
import { Button } from '@/components/ui/button'
import { LoadingLine } from '@/components/ui/loading-line'
import { Notice } from '@/components/ui/notice'
import { cn } from '@/lib/class-names'
import { useLateDialog } from '@/components/use-late-dialog'
import { droppedFiles } from '@/lib/folder-files'
import { addPhotosMutation } from '../api'
import { useChangePhoto } from '../use-change-photo'
import { KindName } from './kind-name'
import { DRAGGED, Photos } from './photos'

const HistoryDialog = lazyPart(
  () => import('./history-dialog'),
  (m) => m.HistoryDialog,
)

export interface KindBoxProps {
  lesson: Lesson
  kind: string
  photos: LessonPhoto[]
  /** Of all kinds: a twin may be among others. */
  all: LessonPhoto[]
  kinds: readonly string[]
  onRename: (to: string) => void
  onRemove: () => void
  camera: (onFiles: (files: File[]) => void) => ReactNode
}

/** One kind with its photos: they are dropped on it, chosen, taken, or had from the history. */
export function KindBox({ lesson, kind, photos, all, kinds, onRename, onRemove, camera }: KindBoxProps) {
  const { t } = useTranslation('lessons')
  const [hovering, setHovering] = useState(false)
  const [sent, setSent] = useState({ count: 0, of: 0 })
  const [fromHistory, setFromHistory] = useState<AddedPhotos['left_out']>([])
  const add = useMutation(addPhotosMutation(useQueryClient(), lesson.id))
  const change = useChangePhoto(lesson.id)
  const history = useLateDialog(HistoryDialog)
  const take = (files: File[]) => {
    if (files.length === 0) return
    setFromHistory([])
    setSent({ count: 0, of: files.length })
    add.mutate({ label: kind, files, onSent: (count) => setSent({ count, of: files.length }) })
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setHovering(false)
    const dragged = all.find(({ id }) => id === event.dataTransfer.getData(DRAGGED))
    if (!dragged) void droppedFiles(event.dataTransfer).then(take)
    else if (dragged.label !== kind) change.move(dragged.id, dragged.label, kind)
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
        <KindName
          lesson={lesson.id}
          kind={kind}
          isEmpty={photos.length === 0}
          onRename={onRename}
          onRemove={onRemove}
        />
        <p className="text-[13px] text-muted tabular-nums">
          {add.isPending
            ? t('sending', { count: sent.count, of: sent.of })
            : missing > 0
              ? t('missing', { count: missing })
              : t('photos', { count: photos.length })}
        </p>
      </div>
      {photos.length > 0 ? (
        <Photos lesson={lesson.id} photos={photos} all={all} kinds={kinds} />
      ) : (
        <p className="py-6 text-center text-sm text-muted">{t('dropHere')}</p>
      )}
      {add.error ? <ErrorNote error={add.error} /> : null}
      <LeftOut files={[...(add.data ?? []), ...fromHistory]} />
      <div className="flex flex-wrap gap-2">
        <ChooseFiles multiple accept="image/*" disabled={add.isPending} onFiles={take}>
          <FolderOpen /> {t('choose')}
        </ChooseFiles>
        {camera(take)}
        <Button onClick={history.open}>
          <History /> {t('fromHistory')}
        </Button>
        {history.isLoading ? <LoadingLine /> : null}
        {history.isOpen ? (
          <HistoryDialog lesson={lesson.id} kind={kind} onAdded={setFromHistory} onClose={history.close} />
        ) : null}
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
