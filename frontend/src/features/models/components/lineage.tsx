import { useTranslation } from 'react-i18next'
import { formatDuration } from '@/lib/format'

/** A free-form record of the bundle, as names and values. */
export function Lineage({ title, record }: { title: string; record: Record<string, unknown> }) {
  const entries = flatten(record)
  if (entries.length === 0) return null
  return (
    <div>
      <h3 className="mb-1.5 text-[13px] font-medium text-muted">{title}</h3>
      <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-6 gap-y-1 text-sm ">
        {entries.map(([name, value]) => (
          <Entry key={name} name={name} value={value} />
        ))}
      </dl>
    </div>
  )
}

function Entry({ name, value }: { name: string; value: unknown }) {
  const { i18n } = useTranslation()
  const seconds = name.endsWith('_seconds') && typeof value === 'number' && value >= 60
  return (
    <>
      <dt className="text-muted">{name.replaceAll('_', ' ')}</dt>
      <dd className="min-w-0 break-words tabular-nums">
        {seconds ? formatDuration(value, i18n.language) : valueWords(value)}
      </dd>
    </>
  )
}

/** What lies deeper gets its path as a name. */
function flatten(record: Record<string, unknown>, path = ''): [string, unknown][] {
  return Object.entries(record).flatMap(([name, value]): [string, unknown][] => {
    if (value === null || value === undefined) return []
    if (typeof value === 'object' && !Array.isArray(value))
      return flatten(value as Record<string, unknown>, `${path}${name} / `)
    return [[path + name, value]]
  })
}

/** [1, 2] -> "1, 2"; [["cat", "dog", 3], …] -> "cat, dog, 3; …". */
function valueWords(value: unknown): string {
  if (!Array.isArray(value)) return String(value)
  return value.map(valueWords).join(value.some(Array.isArray) ? '; ' : ', ')
}
