import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { keys } from '@/api/keys'
import { lessonsLive } from './live'

test.each([
  ['succeeded', true],
  ['processing', false],
])('after a lesson that is %s the list of models is read anew: %s', (status, isOld) => {
  const client = new QueryClient()
  client.setQueryData(keys.models, [])
  lessonsLive(client)({ type: 'lesson.updated', data: { id: 'a', status } })
  expect(client.getQueryState(keys.models)?.isInvalidated).toBe(isOld)
})
