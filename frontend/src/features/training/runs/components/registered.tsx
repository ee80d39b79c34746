import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, Layers, Sparkles } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { modelQuery } from '@/api/catalogue'
import { Button } from '@/components/ui/button'

/** The version that a run became, and the way to try it. */
export function Registered({ reference }: { reference: string }) {
  const { t } = useTranslation(['runs', 'training'])
  const [slug = '', , number = ''] = reference.split('/')
  const model = useQuery(modelQuery(slug))
  const answering = model.data?.aliases.production
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg bg-success-soft px-4 py-3">
      <p className="flex min-w-0 flex-1 basis-56 items-center gap-2 text-sm font-medium">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
        <span>
          {t('registered', { model: slug, number })}
          {answering && String(answering) !== number ? (
            <span className="block font-normal">{t('answeredBy', { number: answering })}</span>
          ) : null}
        </span>
      </p>
      <span className="flex flex-wrap gap-2">
        <Button asChild size="sm">
          <Link to="/training/variants/$slug/$number" params={{ slug, number: Number(number) }}>
            <Layers /> {t('training:makeVariants')}
          </Link>
        </Button>
        <Button asChild size="sm">
          <Link to="/models/$slug" params={{ slug }} hash={`version-${number}`}>
            {t('training:showModel')}
          </Link>
        </Button>
        <Button asChild size="sm" variant="primary">
          <Link to="/" search={{ model: reference }}>
            <Sparkles /> {t('training:tryModel')}
          </Link>
        </Button>
      </span>
    </div>
  )
}
