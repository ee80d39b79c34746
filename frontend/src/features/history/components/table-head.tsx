import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/class-names'
import type { Selection } from '../use-selection'
import { columns } from './columns'

/** The names of the columns, and one box for all rows. Cards on a phone keep only the box. */
export function TableHead({ selection, total }: { selection: Selection; total: number }) {
  const { t } = useTranslation('history')
  const count = selection.chosen.length
  const all = count > 0 && count === total
  return (
    <div role="rowgroup">
      <div role="row" aria-rowindex={1} className={cn(columns, 'h-10 border-b text-xs font-medium text-muted')}>
        <div role="columnheader">
          <label className="flex size-9 items-center justify-center">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              aria-label={t('select.all')}
              checked={all}
              ref={(box) => {
                if (box) box.indeterminate = count > 0 && !all
              }}
              onChange={all ? selection.clear : selection.all}
            />
          </label>
        </div>
        <div role="columnheader" className="col-span-2">
          {t('column.file')}
        </div>
        <div role="columnheader" className="max-lg:sr-only">
          {t('column.answer')}
        </div>
        <div role="columnheader" className="max-lg:sr-only">
          {t('column.confidence')}
        </div>
        <div role="columnheader" className="max-xl:sr-only">
          {t('column.model')}
        </div>
        <div role="columnheader" className="max-lg:sr-only">
          {t('column.state')}
        </div>
        <div role="columnheader" className="text-right max-lg:sr-only">
          {t('column.age')}
        </div>
      </div>
    </div>
  )
}
