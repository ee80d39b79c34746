import 'i18next'
import type { resources } from './en'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app'
    resources: typeof resources
  }
}
