import { Link } from '@tanstack/react-router'
import { Sparkles } from 'lucide-react'
import { type ReactNode, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lesson, LessonReport } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { formatPercent } from '@/lib/format'
import { serverNow } from '@/lib/server-clock'
import { thumbnailOf } from '../api'
import { useChangePhoto } from '../use-change-photo'

const FRESH_MS = 5000

export interface LearnedProps {
  lesson: Lesson
  report: LessonReport
  model: string
  share: ReactNode
}

/** How well it tells them apart, in words; what it got wrong; and what to do with it. */
export function Learned({ lesson, report, model, share }: LearnedProps) {
  const { t, i18n } = useTranslation('lessons')
  const percent = (value: number | undefined) => formatPercent(value ?? 0, i18n.language, 0)
  // Below the photos: who has just waited for it shall not have to look for it.
  const showFresh = useCallback(
    (section: HTMLElement | null) => {
      const age = serverNow() - Date.parse(lesson.completed_at ?? '')
      if (age < FRESH_MS) section?.scrollIntoView({ block: 'start' })
    },
    [lesson.completed_at],
  )
  const wanting = report.labels.filter(({ wants_more }) => wants_more).map(({ label }) => label)
  return (
    <section ref={showFresh} aria-labelledby="learned" className="mt-6 flex scroll-mt-20 flex-col gap-5">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h2 id="learned" className="text-2xl font-semibold tracking-tight tabular-nums">
            {t('right', { percent: percent(report.accuracy) })}
          </h2>
          <p className="mt-1 text-sm text-muted tabular-nums">
            {t('rightText', {
              right: report.right,
              count: report.photos,
              low: percent(report.interval[0]),
              high: percent(report.interval[1]),
            })}
          </p>
        </div>
        <div className="flex gap-2">
          {share}
          <Button asChild variant="primary">
            <Link to="/" search={{ model }}>
              <Sparkles /> {t('try')}
            </Link>
          </Button>
        </div>
      </div>
      {wanting.length > 0 ? <Notice>{t('wantsMore', { kinds: wanting.join(', ') })}</Notice> : null}
      <Mistakes lesson={lesson.id} report={report} />
      <Unsure lesson={lesson.id} report={report} />
    </section>
  )
}

function Mistakes({ lesson, report }: { lesson: string; report: LessonReport }) {
  const { t, i18n } = useTranslation('lessons')
  const change = useChangePhoto(lesson)
  if (report.mistakes.length === 0) return <p className="text-sm text-muted">{t('noMistakes')}</p>
  return (
    <div>
      <h3 className="mb-2 text-[13px] font-medium text-muted">{t('mistakes')}</h3>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-3">
        {report.mistakes.map(({ photo, label, taken_for, score }) => (
          <li key={photo} className="text-[13px]">
            <Picture lesson={lesson} photo={photo} />
            <p className="mt-1 break-words">
              {t('mistake', { label, takenFor: taken_for, percent: formatPercent(score, i18n.language, 0) })}
            </p>
            <Button
              variant="link"
              className="h-auto p-0 text-left text-[13px] whitespace-normal"
              onClick={() => change.move(photo, label, taken_for)}
            >
              {t('itIs', { kind: taken_for })}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What it recognised, but hardly: more that look like these would teach it most. */
function Unsure({ lesson, report }: { lesson: string; report: LessonReport }) {
  const { t, i18n } = useTranslation('lessons')
  if (report.unsure.length === 0) return null
  return (
    <div>
      <h3 className="mb-2 text-[13px] font-medium text-muted">{t('unsure')}</h3>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(6rem,1fr))] gap-3">
        {report.unsure.map(({ photo, label, score }) => (
          <li key={photo} className="text-[13px]">
            <Picture lesson={lesson} photo={photo} />
            <p className="mt-1 break-words">
              {t('hardly', { label, percent: formatPercent(score, i18n.language, 0) })}
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** One that was removed since leaves its place empty. */
function Picture({ lesson, photo }: { lesson: string; photo: string }) {
  const [isGone, setIsGone] = useState(false)
  if (isGone) return <div aria-hidden className="aspect-square w-full rounded-md bg-sunken" />
  return (
    <img
      src={thumbnailOf(lesson, photo)}
      alt=""
      loading="lazy"
      onError={() => setIsGone(true)}
      className="aspect-square w-full rounded-md bg-sunken object-cover"
    />
  )
}
