import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { PredictionFilters } from '@/api/predictions/filters'
import { readAll } from '@/api/predictions/list-query'
import type { Prediction } from '@/api/types'
import { formatNumber } from '@/lib/format'
import { useProblemWords } from '@/lib/use-problem-words'

export type ExportFormat = 'csv' | 'json'
export type Export = (predictions: readonly Prediction[], format: ExportFormat) => void | Promise<void>

/** Reads all that the filters let through, also what was never scrolled to, and hands it on as a file. */
export function useExportAll(filters: PredictionFilters, onExport: Export): (format: ExportFormat) => Promise<void> {
  const { t, i18n } = useTranslation(['history', 'app'])
  const problemWords = useProblemWords()
  return async (format) => {
    const abort = new AbortController()
    const id = toast.loading(t('export.start'))
    const tell = (count: number) =>
      toast.loading(t('export.read', { count, number: formatNumber(count, i18n.language) }), {
        id,
        action: { label: t('app:action.cancel'), onClick: () => abort.abort() },
      })
    try {
      const all = await readAll(filters, tell, abort.signal)
      await onExport(all, format)
      const done = t('export.done', { count: all.length, number: formatNumber(all.length, i18n.language) })
      toast.success(done, { id, action: undefined })
    } catch (error) {
      if (abort.signal.aborted) toast.dismiss(id)
      else toast.error(problemWords(error), { id, action: undefined })
    }
  }
}
