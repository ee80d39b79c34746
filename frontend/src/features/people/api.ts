import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import { body, client as server } from '@/api/client'
import type { Invitation, Person } from '@/api/types'

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async () => (await body(server.GET('/api/v1/people'))).results,
})

export function makePersonMutation(client: QueryClient) {
  return mutationOptions({
    mutationFn: (form: { username: string; is_staff: boolean }): Promise<Invitation> =>
      body(server.POST('/api/v1/people', { body: form })),
    onSuccess: () => client.invalidateQueries({ queryKey: peopleQuery.queryKey }),
  })
}

export type Change = { is_staff: boolean } | { is_active: boolean }

export function changePersonMutation(client: QueryClient, id: number) {
  return mutationOptions({
    mutationFn: (change: Change): Promise<Person> =>
      body(server.PATCH('/api/v1/people/{user_id}', { params: { path: { user_id: id } }, body: change })),
    onSuccess: (changed) =>
      client.setQueryData(peopleQuery.queryKey, (people) => people?.map((one) => (one.id === id ? changed : one))),
  })
}

export function inviteMutation(id: number) {
  return mutationOptions({
    mutationFn: (): Promise<Invitation> =>
      body(server.POST('/api/v1/people/{user_id}/invitation', { params: { path: { user_id: id } } })),
  })
}
