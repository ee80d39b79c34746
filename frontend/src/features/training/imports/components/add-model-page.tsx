import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/components/page-header'
import { Card } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import { usePolling } from '@/live/live'
import { jobsQuery } from '../../jobs/api'
import { BackLink } from '../../shared/components/back-link'
import { BroughtModel } from './brought-model'
import { ImportForm } from './import-form'
import { InstallForm } from './install-form'
import { Section } from '@/components/section'
import { TrainerNote } from '../../jobs/components/trainer-note'

const SHOWN = 5

/** Takes in what others made: a file, or a name of a hub. */
export function AddModelPage() {
  const { t } = useTranslation('imports')
  const [from, setFrom] = useState<'file' | 'hub'>('file')
  const jobs = useQuery({ ...jobsQuery, refetchInterval: usePolling() })
  const brought = jobs.data?.filter(({ work }) => work === 'import' || work === 'install').slice(0, SHOWN) ?? []
  return (
    <>
      <BackLink />
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="flex flex-col gap-6">
        <TrainerNote />
        <Card className="flex flex-col gap-5 p-4 sm:p-5">
          <Segmented
            label={t('from')}
            value={from}
            onValueChange={setFrom}
            className="self-start"
            options={[
              { value: 'file', label: t('file') },
              { value: 'hub', label: t('hub') },
            ]}
          />
          {from === 'file' ? <ImportForm /> : <InstallForm />}
        </Card>
        {brought.length > 0 ? (
          <Section title={t('lately')}>
            <ul className="flex flex-col gap-3">
              {brought.map((job) => (
                <li key={job.id}>
                  <BroughtModel job={job} />
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
      </div>
    </>
  )
}
