import { useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { useKindWords } from '@/components/use-kind-words'
import { formatDateTime } from '@/lib/format'
import { kinds } from '@/lib/kinds'
import { useFailureName } from '@/lib/use-problem-words'
import { modelWords } from '../models'
import { bucketLabel } from '../scale'
import type { FilterName, Filters, Range } from '../search'

const ALL = 'all'

/** The filters of the list: state, kind and words can be chosen here; the rest was clicked and can be taken away. */
export function FilterBar({ range, filters }: { range: Range; filters: Filters }) {
  const { t } = useTranslation(['operations', 'app'])
  const kindWords = useKindWords()
  const navigate = useNavigate({ from: '/operations' })
  const set = (changed: Partial<Record<FilterName, string | undefined>>) =>
    void navigate({
      search: (old) => Object.fromEntries(Object.entries({ ...old, ...changed }).filter(([, value]) => value)),
      resetScroll: false,
    })
  const chips = useChips(range, filters)
  const choose = (name: FilterName) => (value: string) => set({ [name]: value === ALL ? undefined : value })
  const states = ['queued', 'processing', 'succeeded', 'failed', 'canceled'] as const
  return (
    <div className="flex flex-wrap items-center gap-2">
      <form
        role="search"
        className="w-full sm:w-56"
        onSubmit={(event) => {
          event.preventDefault()
          const words = new FormData(event.currentTarget).get('q')
          set({ q: typeof words === 'string' ? words.trim() : undefined })
        }}
      >
        <Input
          key={filters.q}
          name="q"
          type="search"
          defaultValue={filters.q}
          placeholder={t('list.search')}
          aria-label={t('list.search')}
        />
      </form>
      <Select
        label={t('list.status')}
        value={filters.status ?? ALL}
        onValueChange={choose('status')}
        className="min-w-32 flex-1 sm:flex-none"
        options={[
          { value: ALL, label: t('list.allStates') },
          { value: 'succeeded,failed', label: t('list.answered') },
          ...states.map((value) => ({ value, label: t(`app:status.${value}`) })),
        ]}
      />
      <Select
        label={t('list.kind')}
        value={filters.kind ?? ALL}
        onValueChange={choose('kind')}
        className="min-w-32 flex-1 sm:flex-none"
        options={[
          { value: ALL, label: t('list.allKinds') },
          ...kinds.map((kind) => ({ value: kind, label: kindWords(kind) })),
        ]}
      />
      {chips.map(({ name, words }) => (
        <Button
          key={name}
          size="sm"
          className="h-8 max-w-full rounded-full border-transparent bg-accent-soft text-accent-strong hover:bg-accent-soft/70"
          aria-label={t('filter.remove', { filter: words })}
          onClick={() => set(name === 'from' ? { from: undefined, to: undefined } : { [name]: undefined })}
        >
          <span className="truncate">{words}</span> <X aria-hidden className="size-3.5!" />
        </Button>
      ))}
      {Object.keys(filters).length > 0 ? (
        <Button
          variant="ghost"
          size="sm"
          onClick={() =>
            void navigate({ search: (old) => (old.range ? { range: old.range } : {}), resetScroll: false })
          }
        >
          {t('list.clear')}
        </Button>
      ) : null}
    </div>
  )
}

function useChips(
  range: Range,
  { model, code, worker, owner, from, to }: Filters,
): { name: FilterName; words: string }[] {
  const { t, i18n } = useTranslation('operations')
  const reason = useFailureName()
  const chips: { name: FilterName; words: string }[] = []
  if (model) chips.push({ name: 'model', words: modelWords(model) })
  if (code) chips.push({ name: 'code', words: reason(code) })
  if (worker) chips.push({ name: 'worker', words: t('filter.worker', { value: worker }) })
  if (owner) chips.push({ name: 'owner', words: t('filter.owner', { value: owner }) })
  if (from) {
    const start = Date.parse(from) / 1000
    const words = to
      ? bucketLabel(start, Date.parse(to) / 1000 - start, range, i18n.language)
      : t('filter.since', { value: formatDateTime(from, i18n.language) })
    chips.push({ name: 'from', words })
  }
  return chips
}
