import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Version } from '@/api/types'
import { useDeviceWords } from '@/components/use-device-words'
import { formatBytes, formatCompact, formatDuration } from '@/lib/format'

/** Size, speed on this machine, licence, and who serves it; `children` are further pairs of a list of descriptions. */
export function Facts({ version, children }: { version: Version; children?: ReactNode }) {
  const { t, i18n } = useTranslation('models')
  const seconds = version.seconds_per_item
  const facts: [string, string][] = [
    [t('facts.size'), formatBytes(version.size, i18n.language)],
    [t('facts.parameters'), formatCompact(version.parameters, i18n.language)],
    ...(seconds === null
      ? []
      : [[t('facts.speed'), t('facts.perFile', { time: formatDuration(seconds, i18n.language) })] as [string, string]]),
  ]
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 text-sm sm:grid-cols-3">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="break-words tabular-nums">{value}</dd>
        </div>
      ))}
      {children}
      <div className="col-span-full">
        <dt className="text-xs text-muted">{t('facts.licence')}</dt>
        <dd className="max-w-prose text-pretty">{version.licence}</dd>
      </div>
      <div className="col-span-full">
        <dt className="text-xs text-muted">{t('facts.served')}</dt>
        <dd>
          <Servers version={version} />
        </dd>
      </div>
    </dl>
  )
}

function Servers({ version }: { version: Version }) {
  const { t } = useTranslation('models')
  const deviceWords = useDeviceWords()
  if (version.served_by.length === 0) return <span className="text-warn">{t('facts.nobody')}</span>
  return (
    <ul className="flex flex-wrap gap-x-4">
      {version.served_by.map(({ worker, device, loaded }) => (
        <li key={worker}>
          {worker}{' '}
          <span className="text-muted">
            ({t(loaded ? 'facts.loaded' : 'facts.notLoaded', { device: deviceWords(device) })})
          </span>
        </li>
      ))}
    </ul>
  )
}
