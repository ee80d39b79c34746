import { Trash2, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import type { Export } from '../use-export'
import type { Selection } from '../use-selection'
import { ExportMenu } from './export-menu'

export interface SelectionBarProps {
  selection: Selection
  onDelete: (ids: readonly string[]) => void
  onExport: Export
}

/** What can be done with the chosen ones; floats where a thumb reaches it. */
export function SelectionBar({ selection, onDelete, onExport }: SelectionBarProps) {
  const { t } = useTranslation(['history', 'app'])
  const { chosen, clear } = selection
  const count = chosen.length
  return (
    <div
      role="region"
      aria-label={t('select.bar')}
      className="fixed inset-x-0 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-30 mx-auto w-fit max-w-[calc(100vw-1rem)] md:bottom-6"
    >
      <p role="status" className="sr-only">
        {count > 0 ? t('select.count', { count }) : ''}
      </p>
      {count > 0 ? (
        <div className="flex items-center gap-1.5 rounded-xl border bg-raised py-1.5 pr-1.5 pl-4 shadow-float">
          <span className="mr-1 text-sm font-medium whitespace-nowrap tabular-nums">
            {t('select.count', { count })}
          </span>
          <ExportMenu label={t('export.chosen')} onExport={(format) => void onExport(chosen, format)} />
          <Button variant="danger" onClick={() => onDelete(chosen.map((row) => row.id))}>
            <Trash2 /> {t('app:action.delete')}
          </Button>
          <Button variant="ghost" size="icon" aria-label={t('select.none')} onClick={clear}>
            <X />
          </Button>
        </div>
      ) : null}
    </div>
  )
}
