import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Card } from '@/components/ui/card'
import { Progress } from '@/components/ui/progress'
import { Skeleton } from '@/components/ui/skeleton'
import { formatBytes } from '@/lib/format'
import { storageQuery } from '../api'
import { Section } from '@/components/section'

/** What I keep here, and how much I may. */
export function StorageSection() {
  const { t, i18n } = useTranslation('account')
  const { data, error, refetch } = useQuery(storageQuery)
  const files = (count: number) => t('storage.files', { count })
  const size = (bytes: number) => formatBytes(bytes, i18n.language)
  return (
    <Section title={t('storage.title')} lead={t('storage.lead')}>
      {error ? (
        <ErrorNote error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton className="h-14 rounded-lg" />
      ) : (
        <Card className="flex flex-col gap-4 p-4 text-sm tabular-nums">
          {data.max_files === null && data.max_bytes === null ? (
            <p>{t('storage.noLimit', { files: files(data.files), size: size(data.bytes) })}</p>
          ) : (
            <>
              <Share now={data.files} most={data.max_files} words={files} />
              <Share now={data.bytes} most={data.max_bytes} words={size} />
            </>
          )}
        </Card>
      )}
    </Section>
  )
}

function Share({ now, most, words }: { now: number; most: number | null; words: (figure: number) => string }) {
  const { t } = useTranslation('account')
  if (most === null) return <p>{words(now)}</p>
  const label = t('storage.of', { now: words(now), most: words(most) })
  return (
    <div className="flex flex-col gap-1.5">
      <p>{label}</p>
      <Progress value={Math.min(now / most, 1)} label={label} />
    </div>
  )
}
