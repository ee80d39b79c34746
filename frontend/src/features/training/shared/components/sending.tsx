import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'
import { formatBytes, formatPercent } from '@/lib/format'

/** A file on its way: how much of it has left, and a way to take it back. */
export function Sending({
  asked,
  share,
  onCancel,
}: {
  asked: { file: File } | { folder: string }
  share: number
  onCancel: () => void
}) {
  const { t, i18n } = useTranslation('training')
  const size = 'file' in asked ? asked.file.size : null
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [])
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm font-medium break-all">{'file' in asked ? asked.file.name : asked.folder}</p>
      {size === null ? null : (
        <div>
          <Progress value={share} label={t('sending.label')} />
          <p className="mt-2 text-[13px] text-muted tabular-nums">
            {share < 1
              ? t('sending.sent', {
                  share: formatPercent(share, i18n.language, 0),
                  size: formatBytes(size, i18n.language),
                })
              : t('sending.stored')}
          </p>
          <Button className="mt-4" onClick={onCancel}>
            {t('sending.cancel')}
          </Button>
        </div>
      )}
    </div>
  )
}
