import { answerOf, wordsOf } from '@/api/predictions/answer'
import { classificationOf, type Prediction } from '@/api/types'
import { downloadBlob, downloadJson, stem } from '@/lib/download'

const COLUMNS = [
  'id',
  'file',
  'kind',
  'status',
  'model',
  'version',
  'answer',
  'confidence',
  'seconds',
  'created_at',
  'answered_by',
  'model_answer',
  'familiar',
  'outside',
  'sure',
] as const

function cells(prediction: Prediction): unknown[] {
  const answer = answerOf(prediction)
  const { output } = prediction
  return [
    prediction.id,
    prediction.input.name,
    prediction.kind,
    prediction.status,
    prediction.model.slug,
    prediction.model.version,
    wordsOf(answer),
    answer?.confidence ?? '',
    prediction.metrics.total_time ?? '',
    prediction.created_at,
    answer?.by ?? '',
    answer?.insteadOf ?? wordsOf(answer),
    output?.familiar ?? '',
    // Left out of an answer that is not; a version that cannot tell says neither.
    output?.familiar === undefined ? '' : output.outside === true,
    classificationOf(prediction)?.sure ?? '',
  ]
}

/** RFC 4180, with the formulas of a spreadsheet defused: a file may be named "=cmd()". */
function cell(value: unknown): string {
  let text = String(value)
  if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function toCsv(predictions: readonly Prediction[]): string {
  const rows = [[...COLUMNS], ...predictions.map(cells)]
  return rows.map((row) => row.map(cell).join(',') + '\r\n').join('')
}

export type ExportFormat = 'csv' | 'json' | 'zip'

export async function exportPredictions(predictions: readonly Prediction[], format: ExportFormat): Promise<void> {
  const name = `slipway-${new Date().toISOString().slice(0, 10)}`
  if (format === 'json') {
    downloadJson(predictions, `${name}.json`)
  } else if (format === 'csv') {
    // The mark at the start makes spreadsheets read it as UTF-8.
    downloadBlob(new Blob(['\ufeff', toCsv(predictions)], { type: 'text/csv' }), `${name}.csv`)
  } else {
    downloadBlob(new Blob([await toZip(predictions)], { type: 'application/zip' }), `${name}.zip`)
  }
}

async function toZip(predictions: readonly Prediction[]): Promise<Uint8Array<ArrayBuffer>> {
  const { strToU8, zipSync } = await import('fflate')
  const texts = predictions.flatMap((prediction): [string, Uint8Array][] => {
    const text = answerOf(prediction)?.text
    // The id's end keeps two files of one name apart.
    const path = `texts/${stem(prediction.input.name)}-${prediction.id.slice(-6)}.txt`
    return text === undefined ? [] : [[path, strToU8(`${text}\n`)]]
  })
  return zipSync({
    'predictions.json': strToU8(JSON.stringify(predictions, null, 2)),
    'predictions.csv': strToU8(toCsv(predictions)),
    ...Object.fromEntries(texts),
  })
}
