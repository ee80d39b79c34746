import { Check, TriangleAlert, X } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { LabelBars } from '@/components/label-bars'
import { ServerSentence } from '@/components/server-sentence'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { formatPercent } from '@/lib/format'
import { mediaKind } from '@/lib/media-formats'
import { PlayButton } from '../../shared/components/play-button'
import { isAsExpected, isNoLabel, type Row } from '../own-files'
import type { OwnFile } from '../types'

export interface OwnFileRowProps {
  row: Row
  labels: readonly string[]
  onExpect: (expected: string) => void
  onRemove: () => void
}

/** A file of the owner's: what it is, what it should be, and what the model answers. */
export function OwnFileRow({ row, labels, onExpect, onRemove }: OwnFileRowProps) {
  const { t } = useTranslation('imports')
  const known = useId()
  return (
    <div className="flex gap-3 py-4 sm:gap-4">
      <Preview row={row} />
      <div className="grid min-w-0 flex-1 content-start gap-x-6 gap-y-3 sm:grid-cols-2">
        <TextField
          label={t('review.expected')}
          hint={isNoLabel(row, labels) ? t('review.noLabel', { label: row.expected.trim() }) : undefined}
          autoComplete="off"
          list={labels.length > 0 ? known : undefined}
          value={row.expected}
          onChange={onExpect}
        />
        <datalist id={known}>
          {labels.map((label) => (
            <option key={label} value={label} />
          ))}
        </datalist>
        {row.answered ? <Answer row={row} answered={row.answered} /> : null}
        <p className="text-[13px] break-all text-muted sm:col-span-2">{row.name}</p>
      </div>
      <Button variant="ghost" size="icon" aria-label={t('review.remove', { name: row.name })} onClick={onRemove}>
        <X />
      </Button>
    </div>
  )
}

function Preview({ row: { name, url, file } }: { row: Row }) {
  if (mediaKind(file ?? { name, type: '' }) === 'speech-recognition') return <PlayButton url={url} name={name} />
  return <img src={url} alt="" className="size-20 shrink-0 rounded-md bg-sunken object-cover" />
}

function Answer({ row, answered: { output, error } }: { row: Row; answered: OwnFile }) {
  const { t, i18n } = useTranslation('imports')
  const right = isAsExpected(row)
  return (
    <div className="flex min-w-0 flex-col gap-1.5 text-sm" aria-live="polite">
      <p className="flex items-center gap-1.5 font-medium">
        {t('review.answer')}
        {right === null ? null : right ? (
          <span className="flex items-center gap-1 text-[13px] font-normal text-success">
            <Check aria-hidden className="size-4" /> {t('review.right')}
          </span>
        ) : (
          <span className="flex items-center gap-1 text-[13px] font-normal text-warn">
            <TriangleAlert aria-hidden className="size-4" /> {t('review.different')}
          </span>
        )}
      </p>
      {error ? (
        <p className="text-error">
          <ServerSentence>{error}</ServerSentence>
        </p>
      ) : output && 'labels' in output ? (
        <LabelBars labels={output.labels} top={3} />
      ) : output ? (
        <>
          <p className="break-words">{output.text || t('review.silence')}</p>
          <p className="text-[13px] text-muted">
            {t('review.confidence', { percent: formatPercent(output.confidence, i18n.language, 0) })}
          </p>
        </>
      ) : null}
    </div>
  )
}
