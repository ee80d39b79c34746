import { useQuery } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { modelsQuery } from '@/api/catalogue'
import { doubts, type PredictionFilters, statuses, statusesOf } from '@/api/predictions/filters'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { useKindWords } from '@/components/use-kind-words'
import { cn } from '@/lib/class-names'
import { kinds } from '@/lib/kinds'
import { isFiltered, toggleStatus } from '../filters'
import { SearchBox } from './search-box'

/** Stands for "no filter": a select has no empty value. */
const ANY = 'any'

export interface FilterBarProps {
  filters: PredictionFilters
  onChange: (filters: PredictionFilters) => void
}

export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { t } = useTranslation(['history', 'app'])
  const kindWords = useKindWords()
  const chosen = statusesOf(filters)
  return (
    <div role="search" aria-label={t('filter.label')} className="mb-4 flex flex-col gap-3">
      <div className="flex gap-2">
        <SearchBox value={filters.q ?? ''} onChange={(q) => onChange({ ...filters, q: q || undefined })} />
        <ModelFilter value={filters.model} onChange={(model) => onChange({ ...filters, model })} />
      </div>
      <div className="-mx-4 flex gap-2 overflow-x-auto px-4 py-0.5 [scrollbar-width:none] md:mx-0 md:flex-wrap md:px-0">
        {kinds.map((kind) => (
          <Chip
            key={kind}
            on={filters.kind === kind}
            onPress={() => onChange({ ...filters, kind: filters.kind === kind ? undefined : kind })}
          >
            {kindWords(kind)}
          </Chip>
        ))}
        <span aria-hidden className="mx-1 w-px shrink-0 bg-border" />
        {statuses.map((status) => (
          <Chip key={status} on={chosen.includes(status)} onPress={() => onChange(toggleStatus(filters, status))}>
            {t(`app:status.${status}`)}
          </Chip>
        ))}
        <span aria-hidden className="mx-1 w-px shrink-0 bg-border" />
        {doubts.map((doubt) => (
          <Chip
            key={doubt}
            on={filters.doubt === doubt}
            onPress={() => onChange({ ...filters, doubt: filters.doubt === doubt ? undefined : doubt })}
          >
            {t(`filter.doubt.${doubt}`)}
          </Chip>
        ))}
        {isFiltered(filters) ? (
          <Button variant="ghost" className="h-8" onClick={() => onChange({})}>
            <X /> {t('filter.clear')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}

function Chip({ on, onPress, children }: { on: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className={cn(
        'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-full border px-3 text-[13px] font-medium transition-colors',
        on
          ? 'border-accent bg-accent-soft text-accent-strong'
          : 'bg-surface text-muted hover:bg-sunken hover:text-foreground',
      )}
    >
      {on ? <Check aria-hidden className="size-3.5" /> : null}
      {children}
    </button>
  )
}

function ModelFilter({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (model: string | undefined) => void
}) {
  const { t } = useTranslation('history')
  const { data: models = [] } = useQuery(modelsQuery)
  const known = models.map((model) => ({ value: model.slug, label: model.title }))
  // An address may name one version, or a model that is gone.
  const other = value && !known.some((option) => option.value === value) ? [{ value, label: value }] : []
  return (
    <Select
      label={t('filter.model')}
      value={value ?? ANY}
      onValueChange={(next) => onChange(next === ANY ? undefined : next)}
      options={[{ value: ANY, label: t('filter.anyModel') }, ...known, ...other]}
      className="max-w-36 shrink-0 sm:max-w-60"
    />
  )
}
