import type { Prediction } from '@/api/types'
import { loadCode } from '@/lib/load-code'
import type { ExportFormat } from './export'

/** Loads what writes files when the first is asked for. */
export async function exportPredictions(predictions: readonly Prediction[], format: ExportFormat): Promise<void> {
  const code = await loadCode(() => import('./export'))
  await code.exportPredictions(predictions, format)
}
