import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/problem'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { formatBytes } from '@/lib/format'
import { type NewModel, sendModel } from '../api'
import { keys } from '../keys'
import { isModelFile, MODEL_FILES, slugOf, titleOf } from '../naming'
import { ChooseArchive } from './choose-archive'
import { Sending } from './sending'

type Said = Record<'title' | 'slug' | 'licence' | 'labels' | 'preprocess', string>

/** A model from a file. An ONNX file alone does not say its labels and its preprocessing, so they are asked for. */
export function ImportForm() {
  const { t } = useTranslation('training')
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [typed, setTyped] = useState<Partial<Said>>({})
  const [share, setShare] = useState(0)
  const [control, setControl] = useState<AbortController | null>(null)
  const title = typed.title ?? titleOf(file?.name ?? '')
  const said: Said = { licence: '', labels: '', preprocess: '', ...typed, title, slug: typed.slug ?? slugOf(title) }
  const take = useMutation({
    mutationFn: (model: NewModel) => {
      const abort = new AbortController()
      setControl(abort)
      setShare(0)
      return sendModel(model, setShare, abort.signal)
    },
    onSuccess: () => {
      setFile(null)
      setTyped({})
      return client.invalidateQueries({ queryKey: keys.jobs })
    },
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (file) take.mutate(askedOf(said, file))
  }
  const wrong = file && !isModelFile(file.name) ? t('bring.wrongType', { name: file.name }) : undefined
  if (take.isPending) return <Sending asked={take.variables} share={share} onCancel={() => control?.abort()} />
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <ModelFile file={file} error={wrong} onFile={setFile} />
      <SaidFields
        said={said}
        isOnnx={file?.name.toLowerCase().endsWith('.onnx') ?? false}
        fault={(name) => (take.error instanceof ApiError ? take.error.field(`/${name}`) : undefined)}
        onChange={(change) => setTyped((old) => ({ ...old, ...change }))}
      />
      {take.error && !(take.error instanceof DOMException) ? <ErrorNote error={take.error} /> : null}
      <Button type="submit" variant="primary" className="self-start" disabled={!file || wrong !== undefined}>
        <Upload /> {t('bring.send')}
      </Button>
    </form>
  )
}

function askedOf({ labels, preprocess, ...said }: Said, file: File): NewModel {
  return { ...said, file, ...(labels.trim() ? { labels } : {}), ...(preprocess.trim() ? { preprocess } : {}) }
}

function ModelFile({ file, error, onFile }: { file: File | null; error: string | undefined; onFile: (file: File) => void }) {
  const { t, i18n } = useTranslation('training')
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <ChooseArchive accept={MODEL_FILES} onFile={onFile}>
          {t('bring.choose')}
        </ChooseArchive>
        <span className="min-w-0 break-all">{file ? `${file.name} (${formatBytes(file.size, i18n.language)})` : t('bring.none')}</span>
      </div>
      <p role={error ? 'alert' : undefined} className={error ? 'text-[13px] text-error' : 'text-[13px] text-muted'}>
        {error ?? t('bring.hint')}
      </p>
    </div>
  )
}

interface SaidFieldsProps {
  said: Said
  isOnnx: boolean
  fault: (name: keyof Said) => string | undefined
  onChange: (change: Partial<Said>) => void
}

function SaidFields({ said, isOnnx, fault, onChange }: SaidFieldsProps) {
  const { t } = useTranslation('training')
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Field label={t('dataSet.title')} error={fault('title')}>
        {(props) => <Input {...props} required maxLength={200} value={said.title} onChange={(event) => onChange({ title: event.target.value })} />}
      </Field>
      <Field label={t('run.slug')} hint={t('register.slugHint')} error={fault('slug')}>
        {(props) => <Input {...props} required maxLength={63} autoComplete="off" value={said.slug} onChange={(event) => onChange({ slug: event.target.value })} />}
      </Field>
      <Field label={t('bring.licence')} hint={t('bring.licenceHint')} error={fault('licence')}>
        {(props) => <Input {...props} required maxLength={1000} value={said.licence} onChange={(event) => onChange({ licence: event.target.value })} />}
      </Field>
      {isOnnx ? (
        <>
          <Field label={t('bring.labels')} hint={t('bring.labelsHint')} error={fault('labels')}>
            {(props) => <Textarea {...props} value={said.labels} onChange={(event) => onChange({ labels: event.target.value })} />}
          </Field>
          <Field label={t('bring.preprocess')} hint={t('bring.preprocessHint')} error={fault('preprocess')}>
            {(props) => <Textarea {...props} value={said.preprocess} onChange={(event) => onChange({ preprocess: event.target.value })} />}
          </Field>
        </>
      ) : null}
    </div>
  )
}
