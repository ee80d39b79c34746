import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { dataSetKeys } from './data-sets/keys'
import { trainingLive } from './live'
import type { DataSet } from './data-sets/types'
import type { TrainingJob } from './jobs/types'

const job = (status: TrainingJob['status']) =>
  ({ id: '1', work: 'freeze', status, data_set: 'cats', model: null }) as TrainingJob

test('a job that ends lets the list be read again, and one that goes on does not', () => {
  const client = new QueryClient()
  client.setQueryData(dataSetKeys.list, [{ slug: 'cats', job: job('queued') }] as DataSet[])
  const hear = trainingLive(client)
  const isStale = () => client.getQueryState(dataSetKeys.list)?.isInvalidated
  hear({ seq: 1, type: 'training.updated', data: { job: job('running'), run: null } })
  expect(client.getQueryData<DataSet[]>(dataSetKeys.list)?.[0]?.job?.status).toBe('running')
  expect(isStale()).toBe(false)
  hear({ seq: 2, type: 'training.updated', data: { job: job('succeeded'), run: null } })
  expect(isStale()).toBe(true)
})

test('a message that this page does not understand is passed over', () => {
  const hear = trainingLive(new QueryClient())
  for (const data of [null, 'news', {}, { job: null, run: null }, { job: { name: 'x' }, run: null }])
    expect(() => hear({ seq: 1, type: 'training.updated', data })).not.toThrow()
})
