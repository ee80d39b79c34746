import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { formatNumber } from '@/lib/format'
import type { Item, Report } from '../types'
import { ItemGrid } from './item-grid'

const PICTURES = 4

export interface AreTheseClassesProps {
  report: Report
  confirm: string
  onConfirm: () => void
  onClose: () => void
}

/** What will be learned, class by class with pictures of each: names are taken from folders and tables, which may mean otherwise. */
export function AreTheseClasses({ report, confirm, onConfirm, onClose }: AreTheseClassesProps) {
  const { t, i18n } = useTranslation(['data-sets', 'app'])
  const shown = new Map<string, Item[]>()
  for (const item of report.examples) shown.set(item.answer, [...(shown.get(item.answer) ?? []), item])
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('ask.title')}
      description={t('ask.text')}
      closeLabel={t('app:action.close')}
      className="max-w-2xl"
    >
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul tabIndex={0} className="flex max-h-[55dvh] flex-col gap-4 overflow-auto rounded-sm pr-1">
        {Object.entries(report.classes).map(([name, count]) => (
          <li key={name}>
            <p className="mb-1.5 flex justify-between gap-4 text-sm font-medium">
              <span className="break-words whitespace-pre-wrap">{name}</span>
              <span className="text-muted tabular-nums">{formatNumber(count, i18n.language)}</span>
            </p>
            <ItemGrid items={(shown.get(name) ?? []).slice(0, PICTURES)} speech={false} />
          </li>
        ))}
      </ul>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>{t('ask.no')}</Button>
        <Button variant="primary" onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  )
}
