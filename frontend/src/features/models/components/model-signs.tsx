import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { useKindWords } from '@/components/use-kind-words'
import { cn } from '@/lib/class-names'
import { kindOf } from '@/lib/kinds'
import { servedVersion } from '../served-version'

/** What it takes, whether it is the default for that, which version answers, and the name to call it by. */
export function ModelSigns({ model, className }: { model: Model; className?: string }) {
  const { t } = useTranslation('models')
  const kindWords = useKindWords()
  const Icon = kindOf(model.kind).icon
  return (
    <div className={cn('flex flex-wrap items-center gap-1.5', className)}>
      <Badge>
        <Icon aria-hidden /> {kindWords(model.kind)}
      </Badge>
      {model.is_default ? <Badge tone="accent">{t('default')}</Badge> : null}
      <Badge>{t('version', { number: servedVersion(model).number })}</Badge>
      <code className="ml-1 text-[13px] text-muted">{model.slug}</code>
    </div>
  )
}
