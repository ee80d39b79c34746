import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BookmarkPlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keys } from '@/api/keys'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { registerVariant } from '../api'
import { comparisonKeys } from '../keys'
import type { Variant } from '../types'

/** Makes an accepted variant the next version of its model; afterwards the way to it. */
export function RegisterVariant({ variant, slug, reference }: { variant: Variant; slug: string; reference: string }) {
  const { t } = useTranslation('training')
  const client = useQueryClient()
  const register = useMutation({
    mutationFn: () => registerVariant(variant.id, slug),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: comparisonKeys.ofVersion(reference) }),
        client.invalidateQueries({ queryKey: keys.models }),
      ]),
  })
  if (variant.registered) {
    const [model = '', , number = ''] = variant.registered.split('/')
    return (
      <Button asChild size="sm" className="mt-2">
        <Link to="/models/$slug" params={{ slug: model }} hash={`version-${number}`}>
          {model} v{number}
        </Link>
      </Button>
    )
  }
  return (
    <>
      <Button size="sm" className="mt-2" disabled={register.isPending} onClick={() => register.mutate()}>
        <BookmarkPlus /> {t('register')}
      </Button>
      {register.error ? <ErrorNote error={register.error} className="mt-2" /> : null}
    </>
  )
}
