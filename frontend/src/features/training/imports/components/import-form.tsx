import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { type ReactNode, type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFieldWords } from '@/lib/use-field-words'
import { ChooseFiles } from '@/components/choose-files'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { CheckRow } from '@/components/ui/checkbox'
import { TextField } from '@/components/ui/text-field'
import { formatBytes } from '@/lib/format'
import { NameField } from '../../shared/components/name-field'
import { type NewModel, sendModel } from '../api'
import { fieldsOf, type Graph, usual } from '../graph'
import { jobKeys } from '../../jobs/keys'
import { isModelFile, MODEL_FILES, slugOf, titleOf } from '../../shared/naming'
import { GraphFields } from './graph-fields'
import { type Measure, MeasureOn } from './measure-on'
import { Sending } from '../../shared/components/sending'

type Said = Record<'title' | 'slug' | 'licence', string>

/** A model from a file. An ONNX file alone does not say what it answers and what it is given, so that is asked for. */
export function ImportForm() {
  const { t } = useTranslation('imports')
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [typed, setTyped] = useState<Partial<Said>>({})
  const [graph, setGraph] = useState<Graph>(usual)
  const [measure, setMeasure] = useState<Measure>(null)
  const [share, setShare] = useState(0)
  const [control, setControl] = useState<AbortController | null>(null)
  const title = typed.title ?? titleOf(file?.name ?? '')
  const said: Said = { licence: '', ...typed, title, slug: typed.slug ?? slugOf(title) }
  const [describes, setDescribes] = useState(false)
  const isDescribed = file !== null && (isOnnx(file) || describes)
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
      // What was said of the outputs stays: a trainer may refuse the file, and it is sent again.
      return client.invalidateQueries({ queryKey: jobKeys.list })
    },
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (file) take.mutate({ ...said, file, ...(isDescribed ? fieldsOf(graph) : {}), ...(measure ?? {}) })
  }
  const fieldWords = useFieldWords(take.error)
  const fault = (name: string) => fieldWords(`/${name}`)
  const wrong = file && !isModelFile(file.name) ? t('wrongType', { name: file.name }) : undefined
  if (take.isPending) return <Sending asked={take.variables} share={share} onCancel={() => control?.abort()} />
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <ModelFile file={file} error={wrong} onFile={setFile} />
      <SaidFields said={said} fault={fault} onChange={(change) => setTyped((old) => ({ ...old, ...change }))}>
        <MeasureOn value={measure} onChange={setMeasure} />
      </SaidFields>
      <DescribesToo file={file} checked={describes} onChange={setDescribes} />
      {isDescribed ? (
        <GraphFields graph={graph} fault={fault} onChange={(change) => setGraph((old) => ({ ...old, ...change }))} />
      ) : null}
      {take.error && !(take.error instanceof DOMException) ? <ErrorNote error={take.error} /> : null}
      <Button type="submit" variant="primary" className="self-start" disabled={!file || wrong !== undefined}>
        <Upload /> {t('send')}
      </Button>
    </form>
  )
}

function isOnnx(file: File): boolean {
  return file.name.toLowerCase().endsWith('.onnx')
}

interface DescribesTooProps {
  file: File | null
  checked: boolean
  onChange: (checked: boolean) => void
}

/** In a zip the files beside a graph mostly describe it; where they do not, a person can. */
function DescribesToo({ file, checked, onChange }: DescribesTooProps) {
  const { t } = useTranslation('imports')
  if (!file || isOnnx(file)) return null
  return <CheckRow label={t('describe')} hint={t('describeHint')} checked={checked} onChange={onChange} />
}

function ModelFile({
  file,
  error,
  onFile,
}: {
  file: File | null
  error: string | undefined
  onFile: (file: File) => void
}) {
  const { t, i18n } = useTranslation('imports')
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <ChooseFiles accept={MODEL_FILES} onFiles={([chosen]) => chosen && onFile(chosen)}>
          {t('choose')}
        </ChooseFiles>
        <span className="min-w-0 break-all">
          {file ? `${file.name} (${formatBytes(file.size, i18n.language)})` : t('none')}
        </span>
      </div>
      <p role={error ? 'alert' : undefined} className={error ? 'text-[13px] text-error' : 'text-[13px] text-muted'}>
        {error ?? t('hint')}
      </p>
    </div>
  )
}

interface SaidFieldsProps {
  said: Said
  fault: (name: keyof Said) => string | undefined
  onChange: (change: Partial<Said>) => void
  children: ReactNode
}

function SaidFields({ said, fault, onChange, children }: SaidFieldsProps) {
  const { t } = useTranslation(['imports', 'training'])
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        label={t('training:titleOfData')}
        error={fault('title')}
        required
        maxLength={200}
        value={said.title}
        onChange={(next) => onChange({ title: next })}
      />
      <NameField
        label={t('training:modelName')}
        hint={t('training:modelNameHint')}
        error={fault('slug')}
        value={said.slug}
        onChange={(next) => onChange({ slug: next })}
      />
      <TextField
        label={t('licence')}
        hint={t('licenceHint')}
        error={fault('licence')}
        required
        maxLength={1000}
        value={said.licence}
        onChange={(next) => onChange({ licence: next })}
      />
      {children}
    </div>
  )
}
