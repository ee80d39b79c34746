import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChooseFiles } from '@/components/choose-files'
import { Notice } from '@/components/ui/notice'
import { cn } from '@/lib/class-names'
import { ACCEPTED_MEDIA } from '@/lib/media-formats'
import { isAsExpected, MOST, type Row, withFiles } from '../own-files'
import { OwnFileRow } from './own-file-row'

export interface OwnFilesProps {
  rows: readonly Row[]
  labels: readonly string[]
  speech: boolean
  onChange: (rows: Row[]) => void
}

/** Up to three files of the owner's, each with what it should be beside what the model answers. */
export function OwnFiles({ rows, labels, speech, onChange }: OwnFilesProps) {
  const { t } = useTranslation('imports')
  const different = rows.filter((row) => isAsExpected(row) === false).length
  const change = (id: string, expected: string) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, expected } : row)))
  return (
    <div className="flex flex-col gap-3">
      {rows.length > 0 ? (
        <ul className="divide-y">
          {rows.map((row) => (
            <li key={row.id}>
              <OwnFileRow
                row={row}
                labels={labels}
                onExpect={(expected) => change(row.id, expected)}
                onRemove={() => onChange(rows.filter(({ id }) => id !== row.id))}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {different > 0 ? (
        <Notice tone="warn" title={t('review.differ', { count: different })}>
          {t(speech ? 'review.adviceSpeech' : 'review.advicePictures')}
        </Notice>
      ) : null}
      {rows.length < MOST ? <DropFiles onFiles={(files) => onChange(withFiles(rows, files))} /> : null}
    </div>
  )
}

function DropFiles({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('imports')
  const [hovering, setHovering] = useState(false)
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setHovering(event.type === 'dragover')
    if (event.type === 'drop') onFiles([...event.dataTransfer.files])
  }
  return (
    <div
      onDragOver={over}
      onDragLeave={() => setHovering(false)}
      onDrop={over}
      className={cn(
        'flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-dashed border-border-strong p-4 text-sm',
        hovering && 'border-accent bg-accent-soft',
      )}
    >
      <p className="min-w-0 flex-1 basis-56 text-muted">{t('review.drop', { count: MOST })}</p>
      <ChooseFiles size="sm" multiple accept={ACCEPTED_MEDIA} onFiles={onFiles}>
        {t('review.choose')}
      </ChooseFiles>
    </div>
  )
}
