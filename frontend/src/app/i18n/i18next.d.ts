import 'i18next'
import type { resources } from './en'
import type { places } from './en/places'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app'
    resources: typeof resources & typeof places
  }
}
