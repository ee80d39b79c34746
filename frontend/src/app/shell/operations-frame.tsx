import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

const pages = [
  { to: '/operations', word: 'figures' },
  { to: '/operations/alerts', word: 'alerts' },
  { to: '/operations/audit', word: 'audit' },
] as const

/** Above each page of the control room: the way to the others. */
export function OperationsFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('app')
  return (
    <>
      <nav aria-label={t('control.label')} className="mb-5 flex gap-5 overflow-x-auto border-b">
        {pages.map(({ to, word }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true, includeSearch: false }}
            className="-mb-px border-b-2 border-transparent py-2 text-sm font-medium whitespace-nowrap text-muted transition-colors hover:text-foreground aria-[current=page]:border-accent aria-[current=page]:text-foreground"
          >
            {t(`control.${word}`)}
          </Link>
        ))}
      </nav>
      {children}
    </>
  )
}
