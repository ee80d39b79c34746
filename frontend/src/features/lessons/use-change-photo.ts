import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { useProblemWords } from '@/lib/use-problem-words'
import { changePhotoMutation, type PhotoChange } from './api'

/** Moves or removes a photo; a toast takes it back. */
export function useChangePhoto(lesson: string) {
  const { t } = useTranslation(['lessons', 'app'])
  const problemWords = useProblemWords()
  const change = useMutation(changePhotoMutation(useQueryClient(), lesson))
  const send = (wanted: PhotoChange, words: string, back?: PhotoChange) =>
    change.mutate(wanted, {
      onSuccess: () =>
        toast(words, back && { action: { label: t('app:action.undo'), onClick: () => send(back, t('undone')) } }),
      onError: (error) => void toast.error(problemWords(error)),
    })
  return {
    move: (photo: string, from: string, label: string) =>
      send({ photo, label }, t('moved', { kind: label }), { photo, label: from }),
    remove: (photo: string) => send({ photo, trashed: true }, t('removed'), { photo, trashed: false }),
  }
}
