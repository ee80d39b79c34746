import { Link } from '@tanstack/react-router'
import { ChevronRight, CircleCheck, Eye, EyeOff, GraduationCap, Layers, Sparkles } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model, Version } from '@/api/types'
import { CopyButton } from '@/components/copy-button'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { formatBytes, formatDate, formatPercent } from '@/lib/format'
import { readMeasures } from '../measures'
import { aliasesOf } from '../served-version'
import { useHide } from '../use-hide'
import { useServe } from '../use-serve'
import { DeleteVersion } from './delete-version'
import { Lineage } from './lineage'

export interface VersionsProps {
  model: Model
  opened?: number
  canTrain: boolean
  isStaff: boolean
}

/** Every version that is kept: none is changed, the aliases move between them. Staff see hidden ones as well. */
export function Versions({ model, opened, canTrain, isStaff }: VersionsProps) {
  const versions = model.versions.filter((version) => isStaff || !version.hidden || version.number === opened)
  return (
    <Card className="divide-y">
      {versions.map((version) => (
        <VersionRow
          key={version.number}
          version={version}
          aliases={aliasesOf(model, version.number)}
          open={version.number === opened}
          actions={
            <div className="flex flex-wrap gap-2">
              {isStaff && version.number !== model.aliases.production ? (
                <ServeButton model={model} number={version.number} />
              ) : null}
              <TryVersion slug={model.slug} number={version.number} />
              {canTrain ? <TrainingLinks slug={model.slug} number={version.number} /> : null}
              {isStaff ? (
                <>
                  <HideButton model={model} version={version} />
                  <DeleteVersion model={model} version={version} />
                </>
              ) : null}
            </div>
          }
        />
      ))}
    </Card>
  )
}

function VersionRow({
  version,
  aliases,
  open,
  actions,
}: {
  version: Version
  aliases: string[]
  open: boolean
  actions: ReactNode
}) {
  const { t, i18n } = useTranslation('models')
  const [best] = readMeasures(version.metrics)
  return (
    <details open={open} className="group">
      <summary className="flex min-h-12 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open:rotate-90" />
        <span className="font-medium">{t('version', { number: version.number })}</span>
        {aliases.map((alias) => (
          <Badge key={alias} tone="accent">
            {alias}
          </Badge>
        ))}
        {version.hidden ? <Badge>{t('isHidden')}</Badge> : null}
        <span className="ml-auto flex gap-x-4 text-muted tabular-nums">
          {best ? (
            <span>
              {t(`measure.${best.family}.short`)} {formatPercent(best.value, i18n.language)}
            </span>
          ) : null}
          <span className="hidden sm:inline">{formatBytes(version.size, i18n.language)}</span>
          <span>{formatDate(version.created_at, i18n.language)}</span>
        </span>
      </summary>
      <div className="flex flex-col gap-6 px-4 pt-1 pb-5 md:pl-11">
        {actions}
        <Lineage title={t('history.lineage')} record={version.lineage} />
        <Lineage title={t('history.preprocess')} record={version.preprocess} />
        <Lineage title={t('history.metrics')} record={version.metrics} />
        <div>
          <h3 className="text-[13px] font-medium text-muted">{t('history.sha256')}</h3>
          <p className="flex items-center gap-1">
            <code className="min-w-0 text-[13px] break-all">{version.sha256}</code>
            <CopyButton text={version.sha256} size="icon-sm" />
          </p>
        </div>
      </div>
    </details>
  )
}

function TryVersion({ slug, number }: { slug: string; number: number }) {
  const { t } = useTranslation('models')
  return (
    <Button asChild size="sm">
      <Link to="/" search={{ model: `${slug}/versions/${number}` }}>
        <Sparkles /> {t('tryVersion')}
      </Link>
    </Button>
  )
}

/** Lets a version answer whoever names the model alone. */
function ServeButton({ model, number }: { model: Model; number: number }) {
  const { t } = useTranslation('models')
  const serve = useServe(model)
  return (
    <Button size="sm" variant="primary" disabled={serve.isPending} onClick={() => serve.mutate(number)}>
      <CircleCheck /> {t('serve')}
    </Button>
  )
}

/** Takes a version that came out wrong from everybody's lists, or puts it back. */
function HideButton({ model, version }: { model: Model; version: Version }) {
  const { t } = useTranslation('models')
  const hide = useHide(model, version.number)
  return (
    <Button size="sm" disabled={hide.isPending} onClick={() => hide.mutate(!version.hidden)}>
      {version.hidden ? <Eye /> : <EyeOff />} {t(version.hidden ? 'show' : 'hide')}
    </Button>
  )
}

/** For who may train: go on from this version, or make it smaller. */
function TrainingLinks({ slug, number }: { slug: string; number: number }) {
  const { t } = useTranslation('models')
  return (
    <>
      <Button asChild size="sm">
        <Link to="/training/new-run" search={{ parent: `${slug}/versions/${number}` }}>
          <GraduationCap /> {t('fineTune')}
        </Link>
      </Button>
      <Button asChild size="sm">
        <Link to="/training/variants/$slug/$number" params={{ slug, number }}>
          <Layers /> {t('variants')}
        </Link>
      </Button>
    </>
  )
}
