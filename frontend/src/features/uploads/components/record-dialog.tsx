import { useQueryClient } from '@tanstack/react-query'
import { Circle, Pause, Play, Send, Square, Trash2 } from 'lucide-react'
import { useCallback, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { SoundPlayer } from '@/components/sound-player'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { formatClock } from '@/lib/format'
import { useSoundPlayback } from '@/lib/sound-playback'
import type { Choice } from '../choice'
import { type Draft, draftQuery } from '../recording-draft'
import { fileOfDraft, type RecorderState, SoundRecorder } from '../recorder'
import { AskAgain } from './ask-again'
import { LevelView } from './level-view'
import { SpokenSelect } from './spoken-select'

export interface RecordDialogProps {
  maxSeconds: number
  /** Who will hear it, so that what is said can be chosen here. */
  models?: readonly Model[]
  choice?: Choice
  onClose: () => void
  onFiles: (files: File[]) => void
}

export function RecordDialog({ maxSeconds, models = [], choice = {}, onClose, onFiles }: RecordDialogProps) {
  const client = useQueryClient()
  const { t } = useTranslation(['uploads', 'app'])
  const [recorder] = useState(() => new SoundRecorder(maxSeconds))
  const state = useSyncExternalStore(recorder.subscribe, recorder.read)

  // The microphone is open exactly as long as this window is.
  const hold = useCallback(() => {
    void recorder.open()
    return () => {
      void recorder.close().then(() => client.invalidateQueries(draftQuery))
    }
  }, [recorder, client])

  const send = async (draft: Draft) => {
    // Swedish dates sort as names should: 2026-11-22 14:46:12.
    const time = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' }).format(
      new Date(draft.at),
    )
    onFiles([fileOfDraft(draft, t('recorder.name', { time: time.replaceAll(':', '-') }))])
    await recorder.forget()
    onClose()
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('recorder.title')}
      description={t('recorder.hint')}
      closeLabel={t('app:action.close')}
    >
      <div ref={hold} className="flex min-h-48 flex-col justify-between gap-4">
        {state.phase === 'review' && state.draft ? (
          <Review draft={state.draft} onDiscard={() => void recorder.discard()} onSend={(draft) => void send(draft)} />
        ) : (
          <Take recorder={recorder} state={state} maxSeconds={maxSeconds} />
        )}
        <SpokenSelect models={models} choice={choice} />
      </div>
    </Dialog>
  )
}

function Take({ recorder, state, maxSeconds }: { recorder: SoundRecorder; state: RecorderState; maxSeconds: number }) {
  const { t } = useTranslation('uploads')
  const { phase, seconds } = state
  if (phase === 'asking') return <Notice>{t('recorder.asking')}</Notice>
  if (phase !== 'ready' && phase !== 'running' && phase !== 'paused') {
    return phase === 'review' ? null : (
      <Notice tone="error" action={<AskAgain reason={phase} onAsk={() => void recorder.open()} />}>
        {t(`recorder.${phase}`)}
      </Notice>
    )
  }
  const left = t('recorder.left', { time: formatClock(maxSeconds - seconds) })
  return (
    <>
      <LevelView recorder={recorder} recording={phase === 'running'} />
      <p className="flex justify-between text-sm tabular-nums">
        <span aria-live="polite" className="font-medium">
          {t(`recorder.${phase}`)}
        </span>
        <span className="text-muted">
          {formatClock(seconds)} · {left}
        </span>
      </p>
      <div className="flex gap-2">
        {phase === 'ready' ? (
          <Button variant="primary" size="lg" className="flex-1" onClick={() => recorder.start()}>
            <Circle className="fill-current" /> {t('recorder.start')}
          </Button>
        ) : (
          <>
            <Button
              size="lg"
              className="flex-1"
              onClick={() => (phase === 'running' ? recorder.pause() : recorder.resume())}
            >
              {phase === 'running' ? <Pause /> : <Play />}{' '}
              {phase === 'running' ? t('recorder.pause') : t('recorder.resume')}
            </Button>
            <Button variant="primary" size="lg" className="flex-1" onClick={() => recorder.stop()}>
              <Square className="fill-current" /> {t('recorder.stop')}
            </Button>
          </>
        )}
      </div>
    </>
  )
}

function Review({ draft, onDiscard, onSend }: { draft: Draft; onDiscard: () => void; onSend: (draft: Draft) => void }) {
  const { t } = useTranslation('uploads')
  const [playback, state] = useSoundPlayback(() => Promise.resolve(draft.blob))
  return (
    <>
      <SoundPlayer playback={playback} state={state} peaks={draft.peaks} duration={draft.duration} />
      <p className="text-sm text-muted">{t('recorder.listen')}</p>
      <div className="flex gap-2">
        <Button size="lg" className="flex-1" onClick={onDiscard}>
          <Trash2 /> {t('recorder.discard')}
        </Button>
        <Button variant="primary" size="lg" className="flex-1" onClick={() => onSend(draft)}>
          <Send /> {t('recorder.send')}
        </Button>
      </div>
    </>
  )
}
