import { Activity, Boxes, CircleUserRound, GraduationCap, History, type LucideIcon, Sparkles } from 'lucide-react'

export interface Place {
  to: '/' | '/history' | '/models' | '/training' | '/operations' | '/account'
  word: 'tryIt' | 'history' | 'models' | 'training' | 'operations' | 'account'
  icon: LucideIcon
  /** Shown to whom this is said of. */
  only?: 'is_staff' | 'can_train'
}

// The root first: the last one that an address begins with is where the reader is.
const places: Place[] = [
  { to: '/', word: 'tryIt', icon: Sparkles },
  { to: '/history', word: 'history', icon: History },
  { to: '/models', word: 'models', icon: Boxes },
  { to: '/training', word: 'training', icon: GraduationCap, only: 'can_train' },
  { to: '/operations', word: 'operations', icon: Activity, only: 'is_staff' },
  { to: '/account', word: 'account', icon: CircleUserRound },
]

export function placesFor(user: { is_staff: boolean; can_train: boolean }): Place[] {
  return places.filter((place) => place.only === undefined || user[place.only])
}
