import { Link, Outlet, useLocation, useRouteContext, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Logo } from '@/components/logo'
import { LoadingLine } from '@/components/ui/loading-line'
import { cn } from '@/lib/class-names'
import { useNamedTitle } from '@/lib/page-title'
import { Alerts } from './alerts'
import { Header } from './header'
import { type Place, placeAt, placesFor } from './nav'
import { UndoToasts } from './undo-toasts'
import { useKeptFocus } from './use-kept-focus'

/** The frame of every signed-in page: sidebar on a desktop, bottom bar on a phone. */
export function Shell() {
  const { t } = useTranslation('app')
  const { user } = useRouteContext({ from: '/signed-in' })
  const places = placesFor(user)
  const path = useLocation({ select: (location) => location.pathname })
  const isLoading = useRouterState({ select: ({ status }) => status === 'pending' })
  const here = placeAt(path, places)
  const title = useNamedTitle() ?? (here && t(`nav.${here.word}`))
  useKeptFocus(useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname }))
  return (
    <div className="flex min-h-dvh">
      {isLoading ? <LoadingLine /> : null}
      <UndoToasts />
      <title>{title ? `${title} · ${t('name')}` : t('name')}</title>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-4 py-2 text-sm font-medium text-on-accent focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-r px-3 py-4 md:flex">
        <Link
          to="/"
          className="mb-6 flex items-center gap-2.5 rounded-md px-2 py-1 text-[15px] font-semibold tracking-tight"
        >
          <Logo className="size-6" />
          {t('name')}
        </Link>
        <nav aria-label={t('nav.label')} className="flex flex-col gap-0.5">
          {places.map((place) => (
            <PlaceLink
              key={place.to}
              place={place}
              here={place === here}
              className="h-9 gap-2.5 rounded-md px-2.5 text-sm"
            />
          ))}
        </nav>
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <Header user={user} />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-6xl flex-1 px-4 pt-4 pb-28 outline-none md:px-8 md:pt-6 md:pb-12"
        >
          {user.is_staff && path !== '/operations/alerts' ? <Alerts /> : null}
          <Outlet />
        </main>
      </div>
      <nav
        aria-label={t('nav.label')}
        className="fixed inset-x-0 bottom-0 z-30 flex border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        {places.map((place) => (
          <PlaceLink
            key={place.to}
            place={place}
            here={place === here}
            className="h-14 min-w-0 flex-1 flex-col justify-center gap-1 text-[11px]"
          />
        ))}
      </nav>
    </div>
  )
}

function PlaceLink({ place, here, className }: { place: Place; here: boolean; className: string }) {
  const { t } = useTranslation('app')
  return (
    <Link
      to={place.to}
      activeOptions={{ exact: place.to === '/', includeSearch: false }}
      aria-current={here ? 'page' : undefined}
      className={cn(
        'flex items-center font-medium text-muted transition-colors hover:text-foreground md:hover:bg-sunken',
        'aria-[current=page]:text-accent md:aria-[current=page]:bg-sunken md:aria-[current=page]:text-foreground',
        'forced-colors:aria-[current=page]:forced-color-adjust-none forced-colors:aria-[current=page]:bg-[Highlight]! forced-colors:aria-[current=page]:text-[HighlightText]!',
        className,
      )}
    >
      <place.icon aria-hidden className="size-[18px]" strokeWidth={1.8} />
      <span className="truncate">{t(`nav.${place.word}`)}</span>
    </Link>
  )
}
