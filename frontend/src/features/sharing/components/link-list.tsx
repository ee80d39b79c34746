import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Link } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { formatAgo, formatDateTime } from '@/lib/format'
import { serverNow } from '@/lib/server-clock'
import { endLinkMutation } from '../api'

/** Who may come, how much came, and a way to end each at once. */
export function LinkList({ slug, links }: { slug: string; links: Link[] }) {
  const end = useMutation(endLinkMutation(useQueryClient(), slug))
  return (
    <>
      {end.error ? <ErrorNote error={end.error} /> : null}
      <ul className="max-h-96 divide-y overflow-y-auto rounded-lg border">
        {links.map((link) => (
          <LinkRow key={link.id} link={link} onEnd={() => end.mutate(link.id)} />
        ))}
      </ul>
    </>
  )
}

function LinkRow({ link, onEnd }: { link: Link; onEnd: () => void }) {
  const { t, i18n } = useTranslation('sharing')
  const { language } = i18n
  const until = formatDateTime(link.expires_at, language)
  const isOver = Date.parse(link.expires_at) <= serverNow()
  const ended = link.revoked_at ? t('list.revoked') : isOver ? t('list.expired') : null
  return (
    <li className="flex items-start gap-3 p-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium break-words">{link.name}</span>
          {ended ? <Badge>{ended}</Badge> : null}
        </p>
        <p className="mt-1 flex flex-wrap gap-x-3 text-[13px] text-muted tabular-nums">
          <span>{t('list.uses', { count: link.uses })}</span>
          {ended ? null : <span>{t('list.today', { count: link.uses_today, most: link.most_a_day })}</span>}
          {link.last_used_at ? <span>{t('list.last', { ago: formatAgo(link.last_used_at, language) })}</span> : null}
          {ended ? null : <span>{t('list.until', { date: until })}</span>}
          <span>{t('list.by', { name: link.owner })}</span>
        </p>
      </div>
      {ended ? null : (
        <Button variant="danger" size="sm" aria-label={t('list.endNamed', { name: link.name })} onClick={onEnd}>
          {t('list.end')}
        </Button>
      )}
    </li>
  )
}
