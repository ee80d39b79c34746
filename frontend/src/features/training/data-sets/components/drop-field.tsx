import { FolderArchive } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ChooseFiles } from '@/components/choose-files'
import { cn } from '@/lib/class-names'
import { ACCEPTED } from '../../shared/naming'

/** Where a data set is dropped, with the layouts that are understood. */
export function DropField({
  large,
  hovering,
  onFile,
}: {
  large: boolean
  hovering: boolean
  onFile: (file: File) => void
}) {
  const { t } = useTranslation('data-sets')
  return (
    <div
      className={cn(
        'flex flex-wrap items-center gap-x-6 gap-y-4 rounded-xl border border-dashed border-border-strong p-5 transition-colors',
        large && 'flex-col py-10 text-center',
        hovering && 'border-accent bg-accent-soft',
      )}
    >
      <FolderArchive aria-hidden className="size-8 shrink-0 text-accent" strokeWidth={1.4} />
      <div className={cn('min-w-0', !large && 'flex-1 basis-64')}>
        <p className="font-medium">{t('drop.title')}</p>
        <ul className="mt-1 flex flex-col gap-0.5 text-[13px] text-muted">
          <li>{t('drop.pictures')}</li>
          <li>{t('drop.speech')}</li>
        </ul>
      </div>
      <ChooseFiles accept={ACCEPTED} onFiles={([file]) => file && onFile(file)}>
        {t('drop.choose')}
      </ChooseFiles>
    </div>
  )
}
