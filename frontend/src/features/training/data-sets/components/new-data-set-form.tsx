import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChooseFiles } from '@/components/choose-files'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import { TextField } from '@/components/ui/text-field'
import { formatBytes } from '@/lib/format'
import { useFieldWords } from '@/lib/use-field-words'
import { NameField } from '../../shared/components/name-field'
import { ACCEPTED, isArchive, slugOf, titleOf } from '../../shared/naming'
import type { AskedDataSet } from '../api'

export interface NewDataSetFormProps {
  first: File | null
  error: Error | null
  onSubmit: (asked: AskedDataSet) => void
  onCancel: () => void
}

/** Which file or folder, and what to call it. The name follows the title until it is changed by hand. */
export function NewDataSetForm({ first, error, onSubmit, onCancel }: NewDataSetFormProps) {
  const { t } = useTranslation(['data-sets', 'training', 'app'])
  const [from, setFrom] = useState<'file' | 'folder'>('file')
  const [file, setFile] = useState(first)
  const [folder, setFolder] = useState('')
  const { title, slug, setTitle, setSlug } = useNames(from === 'file' ? file?.name : folder.split('/').at(-1))
  const fault = useFieldWords(error)
  const known = ['/slug', '/title', '/file', '/folder'].some(fault)
  const wrongFile = file && !isArchive(file.name) ? t('upload.wrongType', { name: file.name }) : undefined
  const ready = (from === 'file' ? file && !wrongFile : folder.trim()) && slug && title.trim()

  const send = () => {
    if (from === 'file' && file) onSubmit({ slug, title: title.trim(), file })
    else if (from === 'folder') onSubmit({ slug, title: title.trim(), folder: folder.trim() })
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (ready) send()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <Segmented
        label={t('upload.from')}
        value={from}
        onValueChange={setFrom}
        className="self-start"
        options={[
          { value: 'file', label: t('upload.file') },
          { value: 'folder', label: t('upload.folder') },
        ]}
      />
      {from === 'file' ? (
        <ArchiveField file={file} error={wrongFile ?? fault('/file')} onFile={setFile} />
      ) : (
        <TextField
          label={t('upload.folderName')}
          hint={t('upload.folderHint')}
          error={fault('/folder')}
          required
          maxLength={500}
          value={folder}
          onChange={setFolder}
        />
      )}
      <TextField
        label={t('training:titleOfData')}
        error={fault('/title')}
        required
        maxLength={200}
        value={title}
        onChange={setTitle}
      />
      <NameField
        label={t('training:slug')}
        hint={t('training:slugHint')}
        error={fault('/slug')}
        pattern="[a-z0-9][a-z0-9\-]*"
        value={slug}
        onChange={setSlug}
      />
      {error && !known ? <ErrorNote error={error} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('app:action.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={!ready}>
          {t('upload.submit')}
        </Button>
      </div>
    </form>
  )
}

/** Title and name, taken from the source until they are typed. */
function useNames(source = '') {
  const [typedTitle, setTitle] = useState<string | null>(null)
  const [typedSlug, setSlug] = useState<string | null>(null)
  const title = typedTitle ?? titleOf(source)
  return { title, slug: typedSlug ?? slugOf(title), setTitle, setSlug }
}

interface ArchiveFieldProps {
  file: File | null
  error: string | undefined
  onFile: (file: File) => void
}

function ArchiveField({ file, error, onFile }: ArchiveFieldProps) {
  const { t, i18n } = useTranslation('data-sets')
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-3">
        <ChooseFiles accept={ACCEPTED} onFiles={([chosen]) => chosen && onFile(chosen)}>
          {t('drop.choose')}
        </ChooseFiles>
        {file ? (
          <span className="min-w-0 text-sm break-all">
            {file.name} <span className="text-muted tabular-nums">{formatBytes(file.size, i18n.language)}</span>
          </span>
        ) : (
          <span className="text-sm text-muted">{t('upload.none')}</span>
        )}
      </div>
      {error ? (
        <p role="alert" className="text-[13px] text-error">
          {error}
        </p>
      ) : null}
    </div>
  )
}
