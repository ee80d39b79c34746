import { Link } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/copy-button'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { formatDateTime, formatNumber } from '@/lib/format'
import type { DataSetVersion } from '../types'
import { Section } from '@/components/section'
import { splits } from './split-bar'

/** What was frozen: none is ever changed, so a run can name it for good. */
export function DataSetVersions({ versions }: { versions: DataSetVersion[] }) {
  const { t } = useTranslation('data-sets')
  return (
    <Section title={t('versions.title')}>
      <Card>
        <ul className="divide-y">
          {versions.map((version) => (
            <li key={version.number} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3">
              <VersionFacts version={version} />
              {version.gone ? (
                <p className="max-w-prose text-[13px] text-muted">{t('gone.version')}</p>
              ) : (
                <Button asChild variant="primary" size="sm">
                  <Link to="/training/new-run" search={{ data_set: version.data_set, version: version.number }}>
                    <Play /> {t('versions.train')}
                  </Link>
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  )
}

function VersionFacts({ version }: { version: DataSetVersion }) {
  const { t, i18n } = useTranslation('data-sets')
  const number = (value: number) => formatNumber(value, i18n.language)
  const counts = splits.map((split) => `${t(`splits.${split}`)} ${number(version.counts[split].items)}`)
  return (
    <div className="min-w-0 flex-1 basis-64 text-sm">
      <p className="font-medium">
        {t('version', { number: version.number })}{' '}
        <span className="font-normal text-muted">{formatDateTime(version.created_at, i18n.language)}</span>
      </p>
      <p className="text-[13px] text-muted tabular-nums">
        {counts.join(' · ')}
        {version.excluded > 0
          ? ` · ${t('versions.excluded', { count: version.excluded, number: number(version.excluded) })}`
          : null}
        {` · ${t('versions.runs', { count: version.runs })}`}
      </p>
      <p className="text-[13px] text-muted">{version.licence}</p>
      <p className="flex items-center gap-1 text-[13px] text-muted">
        <code className="truncate" title={version.digest}>
          sha256 {version.digest.slice(0, 16)}…
        </code>
        <CopyButton text={version.digest} size="icon-sm" />
      </p>
    </div>
  )
}
