import { Activity, Boxes, CircleUserRound, GraduationCap, History, type LucideIcon, Sparkles } from 'lucide-react'

export interface Place {
  to: '/' | '/history' | '/models' | '/training' | '/operations' | '/account'
  word: 'tryIt' | 'history' | 'models' | 'training' | 'operations' | 'account'
  icon: LucideIcon
  /** What belongs to it besides its own addresses. */
  also?: string
  /** Shown to whom this is said of. */
  only?: 'is_staff' | 'can_train'
}

const places: Place[] = [
  { to: '/', word: 'tryIt', icon: Sparkles },
  { to: '/history', word: 'history', icon: History, also: '/predictions' },
  { to: '/models', word: 'models', icon: Boxes, also: '/teach' },
  { to: '/training', word: 'training', icon: GraduationCap, only: 'can_train' },
  { to: '/operations', word: 'operations', icon: Activity, only: 'is_staff' },
  { to: '/account', word: 'account', icon: CircleUserRound },
]

/** Where the reader is; undefined at an address that belongs to no place. */
export function placeAt(path: string, places: readonly Place[]): Place | undefined {
  const isBelow = (root: string | undefined) => root !== undefined && (path === root || path.startsWith(`${root}/`))
  return places.find((place) => isBelow(place.to) || isBelow(place.also))
}

export function placesFor(user: { is_staff: boolean; can_train: boolean }): Place[] {
  return places.filter((place) => place.only === undefined || user[place.only])
}
