import { Activity, Boxes, CircleUserRound, GraduationCap, History, type LucideIcon, Sparkles } from 'lucide-react'

export interface Place {
  to: '/' | '/history' | '/models' | '/training' | '/operations' | '/account'
  word: 'tryIt' | 'history' | 'models' | 'training' | 'operations' | 'account'
  icon: LucideIcon
  staffOnly?: boolean
}

// The root first: the last one that an address begins with is where the reader is.
const places: Place[] = [
  { to: '/', word: 'tryIt', icon: Sparkles },
  { to: '/history', word: 'history', icon: History },
  { to: '/models', word: 'models', icon: Boxes },
  { to: '/training', word: 'training', icon: GraduationCap, staffOnly: true },
  { to: '/operations', word: 'operations', icon: Activity, staffOnly: true },
  { to: '/account', word: 'account', icon: CircleUserRound },
]

export function placesFor(user: { is_staff: boolean }): Place[] {
  return places.filter((place) => user.is_staff || !place.staffOnly)
}
