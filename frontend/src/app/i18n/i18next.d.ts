import 'i18next'
import type { resources } from './en'
import type { training } from './en/training'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app'
    resources: typeof resources & typeof training
  }
}
