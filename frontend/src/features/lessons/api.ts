import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { body, client } from '@/api/client'
import { sendForm } from '@/api/send-form'
import type { AddedPhotos, Lesson, LessonPhoto } from '@/api/types'
import { lessonKey, LESSONS } from './keys'

/** As many as one request takes. */
const AT_ONCE = 20
const LOOK_MS = 700

const path = (lesson_id: string) => ({ params: { path: { lesson_id } } })

/** Whether something is still going on: a worker looks at photos, or learns from them. */
export function isUnderWay({ status, photos, looked_at }: Lesson): boolean {
  return status === 'queued' || status === 'processing' || looked_at < photos
}

export const lessonsQuery = queryOptions({
  queryKey: LESSONS,
  queryFn: async () => (await body(client.GET('/api/v1/lessons'))).results,
})

/** One lesson, read again and again while something is going on. */
export function lessonQuery(id: string) {
  return queryOptions({
    queryKey: lessonKey(id),
    queryFn: () => body(client.GET('/api/v1/lessons/{lesson_id}', path(id))),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? LOOK_MS : false),
  })
}

/** Its photos as they came; read again when the lesson's counts tell that there are others, or more is known of them. */
export function photosQuery({ id, photos, looked_at }: Lesson) {
  return queryOptions({
    queryKey: [...lessonKey(id), 'photos', photos, looked_at],
    queryFn: async (): Promise<LessonPhoto[]> =>
      (await body(client.GET('/api/v1/lessons/{lesson_id}/photos', path(id)))).results,
    placeholderData: keepPreviousData,
  })
}

export const beginMutation = mutationOptions({
  mutationFn: (title: string) => body(client.POST('/api/v1/lessons', { body: { title } })),
})

const readAgain = (queries: QueryClient, id: string) => () => queries.invalidateQueries({ queryKey: lessonKey(id) })

/** Adds photos of one kind, some at a time; tells how many have left. What was not taken comes back by name. */
export function addPhotosMutation(queries: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: async ({ label, files, onSent }: { label: string; files: File[]; onSent: (count: number) => void }) => {
      const leftOut: AddedPhotos['left_out'] = []
      for (let start = 0; start < files.length; start += AT_ONCE) {
        const some = files.slice(start, start + AT_ONCE)
        leftOut.push(...(await postPhotos(id, label, some)).left_out)
        onSent(start + some.length)
        void readAgain(queries, id)()
      }
      return leftOut
    },
    onSettled: readAgain(queries, id),
  })
}

function postPhotos(id: string, label: string, files: File[]): Promise<AddedPhotos> {
  const form = new FormData()
  form.set('label', label)
  for (const file of files) form.append('file', file, file.name)
  return postForm(id, form)
}

function postForm(id: string, form: FormData): Promise<AddedPhotos> {
  return sendForm('POST', `/api/v1/lessons/${id}/photos`, form, () => undefined, new AbortController().signal)
}

/** Copies pictures of my predictions under a kind. */
export function addFromHistoryMutation(queries: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: ({ label, predictions }: { label: string; predictions: string[] }) => {
      const form = new FormData()
      form.set('label', label)
      for (const prediction of predictions) form.append('prediction', prediction)
      return postForm(id, form)
    },
    onSettled: readAgain(queries, id),
  })
}

export interface PhotoChange {
  photo: string
  label?: string
  trashed?: boolean
}

/** Puts a photo under another kind, into the trash, or back. */
export function changePhotoMutation(queries: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: ({ photo, ...change }: PhotoChange) =>
      body(
        client.PATCH('/api/v1/lessons/{lesson_id}/photos/{photo_id}', {
          params: { path: { lesson_id: id, photo_id: photo } },
          body: change,
        }),
      ),
    onSettled: readAgain(queries, id),
  })
}

export function renameMutation(queries: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: (names: { label: string; to: string }) =>
      body(client.POST('/api/v1/lessons/{lesson_id}/rename', { ...path(id), body: names })),
    onSettled: readAgain(queries, id),
  })
}

export function learnMutation(queries: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => body(client.POST('/api/v1/lessons/{lesson_id}/learn', path(id))),
    onSuccess: (lesson) => queries.setQueryData(lessonKey(id), lesson),
  })
}

export function cancelMutation(queries: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => body(client.POST('/api/v1/lessons/{lesson_id}/cancel', path(id))),
    onSettled: readAgain(queries, id),
  })
}

export const thumbnailOf = (lesson: string, photo: string) => `/api/v1/lessons/${lesson}/photos/${photo}/thumbnail`
