import { useQuery } from '@tanstack/react-query'
import { GraduationCap } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { learnersQuery } from '../api'
import type { Learner } from '../types'
import { LearnDialog } from './learn-dialog'

/** For each model that was corrected: one click to a run with everything filled in, or what is lacking for it. */
export function LearnFrom() {
  const { t } = useTranslation('corrections')
  const learners = useQuery(learnersQuery)
  const [learner, setLearner] = useState<Learner | null>(null)
  if (!learners.data || learners.data.length === 0) return null
  return (
    <Card>
      <ul className="divide-y">
        {learners.data.map((one) => (
          <li
            key={one.model}
            className="flex items-center justify-between gap-3 px-4 py-3 text-sm max-sm:flex-col max-sm:items-start"
          >
            <div className="min-w-0">
              <p>{t('learnLead', { count: one.count, model: one.model })}</p>
              {one.lacking ? <p className="mt-0.5 max-w-prose text-[13px] text-muted">{one.lacking}</p> : null}
            </div>
            <Button
              variant="primary"
              className="shrink-0"
              disabled={one.lacking !== '' && one.mixable.length === 0}
              onClick={() => setLearner(one)}
            >
              <GraduationCap /> {t('learnOf', { model: one.model })}
            </Button>
          </li>
        ))}
      </ul>
      {learner ? <LearnDialog learner={learner} onClose={() => setLearner(null)} /> : null}
    </Card>
  )
}
