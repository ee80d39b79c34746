import { useMutation, useQueryClient } from '@tanstack/react-query'
import { GraduationCap } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Lesson } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { cancelMutation, learnMutation } from '../api'

/** The one button, and where it stands once it was pressed. */
export function LearnBar({ lesson }: { lesson: Lesson }) {
  const { t } = useTranslation(['lessons', 'app'])
  const client = useQueryClient()
  const learn = useMutation(learnMutation(client, lesson.id))
  const cancel = useMutation(cancelMutation(client, lesson.id))
  const isLearning = lesson.status === 'queued' || lesson.status === 'processing'
  const looking = lesson.looked_at < lesson.photos
  return (
    <div className="sticky bottom-0 z-10 mt-6 flex flex-col gap-3 border-t bg-background/95 py-4 max-md:bottom-14">
      {learn.error ? <ErrorNote error={learn.error} /> : null}
      {lesson.status === 'failed' && lesson.error ? <Notice tone="error">{lesson.error}</Notice> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="primary"
          size="lg"
          disabled={!lesson.ready || isLearning || learn.isPending}
          onClick={() => learn.mutate()}
        >
          <GraduationCap /> {t(lesson.version ? 'learnAgain' : 'learn')}
        </Button>
        <p aria-live="polite" className="min-w-0 flex-1 text-sm text-muted tabular-nums">
          {looking && (isLearning || lesson.photos > 0)
            ? t('looking', { count: lesson.looked_at, of: lesson.photos })
            : lesson.status === 'queued'
              ? t('queued')
              : lesson.status === 'processing'
                ? t('learning')
                : lesson.ready
                  ? t('ready')
                  : t('notReady')}
        </p>
        {isLearning ? <Button onClick={() => cancel.mutate()}>{t('app:action.cancel')}</Button> : null}
      </div>
    </div>
  )
}
