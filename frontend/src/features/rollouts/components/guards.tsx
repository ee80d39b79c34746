import { useTranslation } from 'react-i18next'
import type { Rollout } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Progress } from '@/components/ui/progress'

type Guard = Rollout['figures']['guards'][number]

/** What each guard has seen, and how near that is to its line. */
export function Guards({ guards }: { guards: Guard[] }) {
  const { t } = useTranslation('rollouts')
  return (
    <ul className="flex flex-col gap-3" aria-label={t('guards.title')}>
      {guards.map((guard) => (
        <li key={guard.guard} className="flex flex-col gap-1 text-sm">
          <div className="flex flex-wrap items-center gap-2">
            <span>{t(`guards.${guard.guard}`)}</span>
            <Badge tone={guard.crossed ? 'error' : 'neutral'}>
              {t(guard.crossed ? 'guards.crossed' : `guards.${guard.mode}`)}
            </Badge>
            <span className="ml-auto text-[13px] text-muted tabular-nums">
              {guard.evidence === null
                ? t('guards.noData')
                : t('guards.people', { ours: guard.candidate_people, theirs: guard.production_people })}
            </span>
          </div>
          <Progress value={nearness(guard)} label={t(`guards.${guard.guard}`)} />
        </li>
      ))}
    </ul>
  )
}

/** Evidence multiplies: on this way each piece is a step of its own, from nothing (1 to 1) to the line. 0 to 1. */
export function nearness({ evidence, line }: Pick<Guard, 'evidence' | 'line'>): number {
  return evidence === null ? 0 : Math.min(1, Math.max(0, Math.log(evidence) / Math.log(line)))
}
