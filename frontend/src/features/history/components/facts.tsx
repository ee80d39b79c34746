import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Prediction } from '@/api/types'
import { CopyButton } from '@/components/copy-button'
import { formatDateTime, formatNumber } from '@/lib/format'

/** Which model answered, in what company, with which options, and the names to ask for it by. */
export function Facts({ prediction }: { prediction: Prediction }) {
  const { t, i18n } = useTranslation('history')
  const { id, model, metrics, attempt, cached, options, created_at, completed_at, input } = prediction
  const number = (value: number) => formatNumber(value, i18n.language)
  return (
    <dl className="grid grid-cols-[minmax(6.5rem,auto)_minmax(0,1fr)] gap-x-6 gap-y-2 text-sm">
      <Fact name={t('fact.model')}>
        <Link
          to="/models/$slug"
          params={{ slug: model.slug }}
          hash={`version-${model.version}`}
          className="font-medium text-accent underline-offset-4 hover:underline"
        >
          {t('fact.version', { slug: model.slug, number: model.version })}
        </Link>
        {model.alias ? <span className="text-muted"> ({model.alias})</span> : null}
      </Fact>
      {metrics.batch_size === null ? null : (
        <Fact name={t('fact.batch')}>
          {t('fact.batchText', { count: metrics.batch_size, number: number(metrics.batch_size) })}
        </Fact>
      )}
      {cached ? null : <Fact name={t('fact.attempt')}>{attempt === 0 ? t('fact.notStarted') : number(attempt)}</Fact>}
      <Fact name={t('fact.options')}>
        <Options options={options} />
      </Fact>
      <Fact name={t('fact.created')}>{formatDateTime(created_at, i18n.language)}</Fact>
      {completed_at ? <Fact name={t('fact.completed')}>{formatDateTime(completed_at, i18n.language)}</Fact> : null}
      <Fact name={t('fact.id')}>
        <Copied text={id} />
      </Fact>
      <Fact name={t('fact.sha256')}>
        <Copied text={input.sha256} />
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words tabular-nums">{children}</dd>
    </>
  )
}

function Options({ options }: { options: Record<string, unknown> }) {
  const { t } = useTranslation('history')
  const entries = Object.entries(options)
  if (entries.length === 0) return <span className="text-muted">{t('fact.noOptions')}</span>
  return (
    <code className="text-[13px]">{entries.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ')}</code>
  )
}

function Copied({ text }: { text: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="min-w-0 truncate text-[13px]" title={text}>
        {text}
      </code>
      <CopyButton text={text} size="icon-sm" className="-my-1" />
    </span>
  )
}
