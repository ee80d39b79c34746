import { Link } from '@tanstack/react-router'
import { Ban, Braces, Captions, Check, Ellipsis, FileText, Info, Pencil, RotateCcw, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { answerOf } from '@/api/predictions/answer'
import { transcriptAddress } from '@/api/predictions/requests'
import { isFinal, type Prediction, transcriptOf } from '@/api/types'
import { CopyButton } from '@/components/copy-button'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu'
import { downloadJson, stem } from '@/lib/download'
import { usePredictionActions } from '../actions'
import { LabelFeedback } from './label-feedback'

export interface CardActionsProps {
  prediction: Prediction
  onEdit: () => void
}

export function CardActions({ prediction, onEdit }: CardActionsProps) {
  const { t } = useTranslation('predictions')
  const { cancel, retry } = usePredictionActions()
  const { label, text } = answerOf(prediction) ?? {}
  return (
    <div className="flex items-center gap-0.5">
      {isFinal(prediction.status) ? null : (
        <Button size="sm" variant="ghost" disabled={cancel.isPending} onClick={() => cancel.mutate(prediction.id)}>
          <Ban /> {t('actions.cancel')}
        </Button>
      )}
      {prediction.status === 'failed' || prediction.status === 'canceled' ? (
        <Button size="sm" disabled={retry.isPending} onClick={() => retry.mutate(prediction.id)}>
          <RotateCcw /> {t('actions.retry')}
        </Button>
      ) : null}
      {label === undefined ? null : <LabelFeedback prediction={prediction} />}
      {label === undefined ? null : <CopyButton text={label} size="icon-sm" />}
      {text === undefined ? null : (
        <>
          <Button size="sm" variant="ghost" onClick={onEdit}>
            <Pencil /> {t('actions.editText')}
          </Button>
          <CopyButton text={text} size="icon-sm" />
        </>
      )}
      <MoreActions prediction={prediction} />
    </div>
  )
}

function MoreActions({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation(['predictions', 'app'])
  const { retry, feedback, remove } = usePredictionActions()
  const done = prediction.status === 'succeeded'
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={t('app:action.more')}>
          <Ellipsis />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem asChild>
          <Link to="/predictions/$id" params={{ id: prediction.id }} state={{ from: 'tryIt' }}>
            <Info /> {t('actions.details')}
          </Link>
        </MenuItem>
        <MenuItem onSelect={() => downloadJson(prediction, `${stem(prediction.input.name)}.json`)}>
          <Braces /> {t('actions.json')}
        </MenuItem>
        {done && transcriptOf(prediction) ? <TranscriptItems id={prediction.id} /> : null}
        <MenuSeparator />
        {done ? (
          <MenuItem onSelect={() => feedback.mutate({ prediction, answer: { correct: true } })}>
            <Check /> {t('feedback.isRight')}
          </MenuItem>
        ) : null}
        {done ? (
          <MenuItem onSelect={() => retry.mutate(prediction.id)}>
            <RotateCcw /> {t('actions.retry')}
          </MenuItem>
        ) : null}
        <MenuItem danger onSelect={() => remove([prediction.id])}>
          <Trash2 /> {t('app:action.delete')}
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}

function TranscriptItems({ id }: { id: string }) {
  const { t } = useTranslation('predictions')
  return (
    <>
      {(['srt', 'vtt', 'txt'] as const).map((format) => (
        <MenuItem key={format} asChild>
          <a href={transcriptAddress(id, format)} download>
            {format === 'txt' ? <FileText /> : <Captions />} {t(`actions.${format}`)}
          </a>
        </MenuItem>
      ))}
    </>
  )
}
