import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { TextField } from '@/components/ui/text-field'
import { formatAgo } from '@/lib/format'
import { beginMutation, lessonsQuery } from '../api'

/** Says what shall be told apart; then come the photos. */
export function TeachPage({ onBegun }: { onBegun: (id: string, kinds: string[]) => void }) {
  const { t } = useTranslation('lessons')
  const [title, setTitle] = useState('')
  const [kinds, setKinds] = useState(['', ''])
  const begin = useMutation(beginMutation)
  const named = [...new Set(kinds.map((kind) => kind.trim().replace(/\s+/g, ' ').normalize('NFC')).filter(Boolean))]
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    begin.mutate(title.trim(), { onSuccess: ({ id }) => onBegun(id, named) })
  }
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <form onSubmit={submit} className="flex max-w-lg flex-col gap-5">
        {begin.error ? <ErrorNote error={begin.error} /> : null}
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          required
          maxLength={100}
          autoComplete="off"
          value={title}
          onChange={setTitle}
        />
        {kinds.map((kind, index) => (
          <TextField
            key={index}
            label={t('kind', { number: index + 1 })}
            hint={index === 0 ? t('kindHint') : undefined}
            required={index < 2}
            maxLength={100}
            autoComplete="off"
            value={kind}
            onChange={(next) => setKinds(kinds.with(index, next))}
          />
        ))}
        <div className="flex flex-wrap justify-between gap-2">
          <Button variant="ghost" onClick={() => setKinds([...kinds, ''])}>
            <Plus /> {t('anotherKind')}
          </Button>
          <Button type="submit" variant="primary" disabled={begin.isPending || named.length < 2}>
            {t('toPhotos')}
          </Button>
        </div>
      </form>
      <Earlier />
    </>
  )
}

function Earlier() {
  const { t, i18n } = useTranslation('lessons')
  const { data: lessons = [] } = useQuery(lessonsQuery)
  if (lessons.length === 0) return null
  return (
    <section className="mt-12">
      <h2 className="mb-2 text-base font-semibold tracking-tight">{t('earlier')}</h2>
      <Card className="divide-y">
        {lessons.map((lesson) => (
          <Link
            key={lesson.id}
            to="/teach/$id"
            params={{ id: lesson.id }}
            className="flex flex-wrap items-baseline gap-x-3 px-4 py-3 text-sm hover:bg-sunken"
          >
            <span className="font-medium">{lesson.title}</span>
            <span className="text-muted">{lesson.labels.map(({ label }) => label).join(' · ')}</span>
            <span className="ml-auto text-muted tabular-nums">
              {t('photos', { count: lesson.photos })} · {formatAgo(lesson.created_at, i18n.language)}
            </span>
          </Link>
        ))}
      </Card>
    </section>
  )
}
