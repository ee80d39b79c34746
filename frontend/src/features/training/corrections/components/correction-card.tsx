import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { formatAgo } from '@/lib/format'
import { kindOf } from '@/lib/kinds'
import { reviewCorrection } from '../api'
import { keepPixels } from '@/lib/keep-pixels'
import { correctionKeys } from '../keys'
import type { Correction } from '../types'
import { PlayButton } from '../../shared/components/play-button'

/** One correction beside the picture or the sound, so that nobody accepts what they have not seen. */
export function CorrectionCard({ correction }: { correction: Correction }) {
  const { t, i18n } = useTranslation('corrections')
  const client = useQueryClient()
  const [answer, setAnswer] = useState(correction.answer ?? correction.said)
  const speech = kindOf(correction.kind).medium === 'sound'
  const review = useMutation({
    mutationFn: (state: 'accepted' | 'rejected') =>
      reviewCorrection(correction.prediction, { state, ...(state === 'accepted' ? { answer: answer.trim() } : {}) }),
    onSuccess: () => client.invalidateQueries({ queryKey: correctionKeys.all }),
  })
  // What was accepted as it stands is not accepted twice.
  const settled = correction.state === 'accepted' && answer === correction.answer
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    review.mutate('accepted')
  }
  return (
    <Card className="flex w-full min-w-0 gap-4 p-4 max-sm:flex-col">
      {speech ? (
        <PlayButton url={correction.url} name={correction.name} />
      ) : (
        <img
          src={correction.url}
          alt={correction.name}
          loading="lazy"
          onLoad={keepPixels}
          className="size-32 shrink-0 rounded-md bg-sunken object-contain"
        />
      )}
      <form onSubmit={submit} className="flex min-w-0 flex-1 flex-col gap-3">
        <div className="text-[13px] text-muted">
          <p className="truncate" title={correction.name}>
            {correction.name} · {correction.model.replace('/versions/', ' v')} ·{' '}
            {formatAgo(correction.at, i18n.language)}
          </p>
          {correction.reviewed_by ? <p>{t('by', { name: correction.reviewed_by })}</p> : null}
        </div>
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
          <dt className="text-muted">{t('given')}</dt>
          <dd className="break-words">{correction.given || '–'}</dd>
          <dt className="text-muted">{t('said', { name: correction.by })}</dt>
          <dd className="font-medium break-words">
            {correction.said || <span className="font-normal text-muted">{t('onlyWrong')}</span>}
          </dd>
        </dl>
        <Field label={t('answer')}>
          {(props) =>
            speech ? (
              <Textarea {...props} value={answer} onChange={(event) => setAnswer(event.target.value)} />
            ) : (
              <Input {...props} autoComplete="off" value={answer} onChange={(event) => setAnswer(event.target.value)} />
            )
          }
        </Field>
        {review.error ? <ErrorNote error={review.error} /> : null}
        <div className="flex flex-wrap gap-2">
          <Button
            type="submit"
            size="sm"
            variant="primary"
            aria-label={t('acceptAs', { name: correction.name })}
            disabled={review.isPending || settled || answer.trim() === ''}
          >
            <Check /> {t('accept')}
          </Button>
          {correction.state === 'rejected' ? null : (
            <Button
              size="sm"
              aria-label={t('rejectOf', { name: correction.name })}
              disabled={review.isPending}
              onClick={() => review.mutate('rejected')}
            >
              <X /> {t('reject')}
            </Button>
          )}
        </div>
      </form>
    </Card>
  )
}
