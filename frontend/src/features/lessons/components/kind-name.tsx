import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pencil, X } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { useProblemWords } from '@/lib/use-problem-words'
import { renameMutation } from '../api'

const focus = (input: HTMLInputElement | null) => input?.focus()

export interface KindNameProps {
  lesson: string
  kind: string
  /** Of one without photos the server knows nothing: its name is changed in the page alone. */
  isEmpty: boolean
  onRename: (to: string) => void
  onRemove: () => void
}

/** What a kind is called, and another name for it. */
export function KindName({ lesson, kind, isEmpty, onRename, onRemove }: KindNameProps) {
  const { t } = useTranslation('lessons')
  const problemWords = useProblemWords()
  const rename = useMutation(renameMutation(useQueryClient(), lesson))
  const [name, setName] = useState<string | null>(null)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const to = name?.trim().replace(/\s+/g, ' ').normalize('NFC')
    setName(null)
    if (!to || to === kind) return
    if (isEmpty) onRename(to)
    else {
      rename.mutate(
        { label: kind, to },
        { onSuccess: () => onRename(to), onError: (error) => void toast.error(problemWords(error)) },
      )
    }
  }
  if (name !== null) {
    return (
      <form onSubmit={submit} className="min-w-0 flex-1">
        <Input
          ref={focus}
          aria-label={t('newName', { kind })}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setName(null)}
          onBlur={submit}
        />
      </form>
    )
  }
  return (
    <div className="flex min-w-0 items-center gap-1">
      <h2 className="min-w-0 font-semibold tracking-tight break-words">{kind}</h2>
      <Button variant="ghost" size="icon-sm" aria-label={t('rename', { kind })} onClick={() => setName(kind)}>
        <Pencil />
      </Button>
      {isEmpty ? (
        <Button variant="ghost" size="icon-sm" aria-label={t('removeKind', { kind })} onClick={onRemove}>
          <X />
        </Button>
      ) : null}
    </div>
  )
}
