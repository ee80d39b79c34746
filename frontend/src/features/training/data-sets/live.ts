import type { QueryClient } from '@tanstack/react-query'
import { isActive, type TrainingJob } from '../jobs/types'
import { dataSetKeys } from './keys'
import type { DataSet, DataSetDetail } from './types'

export function followDataSet(client: QueryClient, slug: string, job: TrainingJob): void {
  const known = client.getQueryData<DataSetDetail>(dataSetKeys.one(slug))
  if (known) client.setQueryData<DataSetDetail>(dataSetKeys.one(slug), { ...known, job })
  client.setQueryData<DataSet[]>(dataSetKeys.list, (list) =>
    list?.map((one) => (one.slug === slug ? { ...one, job } : one)),
  )
  if (!known && !client.getQueryData<DataSet[]>(dataSetKeys.list)?.some((one) => one.slug === slug)) {
    void client.invalidateQueries({ queryKey: dataSetKeys.list, exact: true })
  }
  // What the job made (a report, a version) is in the data set itself. Last: what is written to the cache counts as fresh.
  if (!isActive(job)) void client.invalidateQueries({ queryKey: dataSetKeys.list })
}
