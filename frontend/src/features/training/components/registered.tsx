import { Link } from '@tanstack/react-router'
import { Layers, Sparkles } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

/** The version that a run became, and the way to try it. */
export function Registered({ reference }: { reference: string }) {
  const { t } = useTranslation('training')
  const [slug = '', , number = ''] = reference.split('/')
  return (
    <Notice
      tone="success"
      title={t('registered', { model: slug, number })}
      action={
        <span className="flex flex-wrap gap-2">
          <Button asChild size="sm">
            <Link to="/training/variants/$slug/$number" params={{ slug, number: Number(number) }}>
              <Layers /> {t('variants.make')}
            </Link>
          </Button>
          <Button asChild size="sm">
            <Link to="/models/$slug" params={{ slug }} hash={`version-${number}`}>
              {t('showModel')}
            </Link>
          </Button>
          <Button asChild size="sm" variant="primary">
            <Link to="/" search={{ model: slug }}>
              <Sparkles /> {t('tryModel')}
            </Link>
          </Button>
        </span>
      }
    />
  )
}
