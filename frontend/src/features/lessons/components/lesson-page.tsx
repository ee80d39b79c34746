import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type ReactNode, type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lesson, LessonPhoto } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { lessonQuery, photosQuery } from '../api'
import { KindBox } from './kind-box'
import { Learned } from './learned'
import { LearnBar } from './learn-bar'

export interface LessonPageProps {
  id: string
  /** Kinds that were named and have no photos yet. */
  named: readonly string[]
  onNamed: (kinds: string[]) => void
  camera: (onFiles: (files: File[]) => void) => ReactNode
  /** Lets others use the model that was learned. */
  renderShare: (slug: string, title: string) => ReactNode
}

/** Photos under their kinds, one button, and how well it went. */
export function LessonPage({ id, ...page }: LessonPageProps) {
  const lesson = useQuery(lessonQuery(id))
  if (lesson.error && !lesson.data) return <ErrorNote error={lesson.error} onRetry={() => void lesson.refetch()} />
  if (!lesson.data) return <Skeleton className="h-96 rounded-lg" />
  return <OneLesson lesson={lesson.data} {...page} />
}

function OneLesson({ lesson, named, onNamed, camera, renderShare }: Omit<LessonPageProps, 'id'> & { lesson: Lesson }) {
  const { t } = useTranslation('lessons')
  const photos = useQuery(photosQuery(lesson))
  const kinds = [...new Set([...lesson.labels.map(({ label }) => label), ...named])]
  return (
    <>
      <PageHeader title={lesson.title} lead={t('photosLead')} />
      <div className="grid gap-4 lg:grid-cols-2">
        {kinds.map((kind) => (
          <KindBox
            key={kind}
            lesson={lesson}
            kind={kind}
            photos={(photos.data ?? []).filter(({ label }) => label === kind)}
            all={photos.data ?? []}
            kinds={kinds}
            onRename={(to) => onNamed([...new Set(named.map((one) => (one === kind ? to : one)))])}
            onRemove={() => onNamed(named.filter((one) => one !== kind))}
            camera={camera}
          />
        ))}
        <NewKind taken={kinds} onName={(kind) => onNamed([...named, kind])} />
      </div>
      <TwoKinds photos={photos.data ?? []} />
      <LearnBar lesson={lesson} />
      {lesson.report && lesson.model ? (
        <Learned
          lesson={lesson}
          report={lesson.report}
          model={lesson.model}
          share={renderShare(lesson.model, lesson.title)}
        />
      ) : null}
    </>
  )
}

/** Photos under two kinds teach both, so neither: who showed them says which it is. */
function TwoKinds({ photos }: { photos: readonly LessonPhoto[] }) {
  const { t } = useTranslation('lessons')
  const count = photos.filter(({ label, twin }) =>
    photos.some(({ id, label: other }) => id === twin && other !== label),
  ).length
  if (count === 0) return null
  return (
    <Notice tone="warn" className="mt-4">
      {t('twoKinds', { count })}
    </Notice>
  )
}

function NewKind({ taken, onName }: { taken: readonly string[]; onName: (kind: string) => void }) {
  const { t } = useTranslation('lessons')
  const [name, setName] = useState('')
  const kind = name.trim().replace(/\s+/g, ' ').normalize('NFC')
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (kind && !taken.includes(kind)) onName(kind)
    setName('')
  }
  return (
    <form onSubmit={submit} className="flex items-center gap-2 self-start rounded-xl border border-dashed p-4">
      <Input
        aria-label={t('anotherKind')}
        placeholder={t('anotherKind')}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={!kind}>
        <Plus /> {t('add')}
      </Button>
    </form>
  )
}
