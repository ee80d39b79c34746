import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { AuditFilters } from '../search'
import { useEventWords } from '../use-event-words'

const ALL = 'all'

/** Person, thing, action and time; what is typed counts when the form is sent. */
export function AuditFilterBar({ filters }: { filters: AuditFilters }) {
  const { t, i18n } = useTranslation(['audit', 'app'])
  const words = useEventWords()
  const navigate = useNavigate({ from: '/operations/audit' })
  const events = Object.keys(i18n.getResource(i18n.language, 'audit', 'event') as object)
  const set = (changed: AuditFilters) =>
    void navigate({ search: (old) => ({ ...old, ...changed }), resetScroll: false })
  const field = (form: FormData, name: string) => {
    const value = form.get(name)
    return (typeof value === 'string' && value.trim()) || undefined
  }
  return (
    <form
      key={JSON.stringify(filters)}
      role="search"
      className="grid grid-cols-2 items-end gap-2 lg:flex lg:flex-wrap"
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        set({ by: field(form, 'by'), q: field(form, 'q'), from: field(form, 'from'), to: field(form, 'to') })
      }}
    >
      <Labelled label={t('filter.by')}>
        <Input name="by" defaultValue={filters.by} autoComplete="off" className="lg:w-36" />
      </Labelled>
      <Labelled label={t('filter.q')}>
        <Input name="q" defaultValue={filters.q} autoComplete="off" className="lg:w-44" />
      </Labelled>
      <Labelled label={t('filter.from')}>
        <Input name="from" type="date" defaultValue={filters.from} className="lg:w-40" />
      </Labelled>
      <Labelled label={t('filter.to')}>
        <Input name="to" type="date" defaultValue={filters.to} className="lg:w-40" />
      </Labelled>
      <Select
        label={t('filter.event')}
        value={filters.event ?? ALL}
        onValueChange={(value) => set({ event: value === ALL ? undefined : value })}
        className="min-w-44"
        options={[
          { value: ALL, label: t('filter.all') },
          ...events.map((value) => ({ value, label: words(value), hint: value })),
        ]}
      />
      <Button type="submit">{t('filter.apply')}</Button>
      {Object.values(filters).some(Boolean) ? (
        <Button variant="ghost" onClick={() => void navigate({ search: {}, resetScroll: false })}>
          {t('app:action.clear')}
        </Button>
      ) : null}
    </form>
  )
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="flex min-w-0 flex-col gap-1 text-xs text-muted">
      {label}
      {children}
    </label>
  )
}
