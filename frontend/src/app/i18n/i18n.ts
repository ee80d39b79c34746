import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { loadCode } from '@/lib/load-code'
import type { PlaceWords } from './place-words'

export const languages = { en: 'English', 'zh-CN': '简体中文' } as const
export type Language = keyof typeof languages

const KEY = 'slipway.language'

// One chunk per language, so that a reader downloads the words of one only.
const load = {
  en: () => import('./en'),
  'zh-CN': () => import('./zh-CN'),
}

// Words of places that few visit, or nobody first: they come with the place.
const loadLater = import.meta.glob<{ default: Record<string, unknown> }>('./*/places/*.json')
const wanted = new Set<PlaceWords>()

function preferred(): Language {
  try {
    const stored = localStorage.getItem(KEY)
    if (stored === 'en' || stored === 'zh-CN') return stored
  } catch {
    // Storage may be blocked; the browser's own language decides.
  }
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

async function add(language: Language): Promise<void> {
  await Promise.all([...wanted].map((namespace) => addLater(namespace, language)))
  if (i18next.hasResourceBundle(language, 'app')) return
  const { resources } = await loadCode(load[language])
  for (const [namespace, words] of Object.entries(resources)) i18next.addResourceBundle(language, namespace, words)
}

async function addLater(namespace: PlaceWords, language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, namespace)) return
  const words = loadLater[`./${language}/places/${namespace}.json`]
  i18next.addResourceBundle(language, namespace, words && (await loadCode(words)).default)
}

/** Fetches the words of a place before it is shown, and from then on in each language that is chosen. */
export async function addWords(...namespaces: PlaceWords[]): Promise<void> {
  for (const namespace of namespaces) wanted.add(namespace)
  await Promise.all(namespaces.map((namespace) => addLater(namespace, i18next.language as Language)))
}

export async function startI18n(): Promise<void> {
  const language = preferred()
  const { resources } = await loadCode(load[language])
  await i18next.use(initReactI18next).init({
    // An advertisement in everybody's console.
    showSupportNotice: false,
    lng: language,
    resources: { [language]: resources },
    fallbackLng: false,
    defaultNS: 'app',
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  document.documentElement.lang = language
}

export async function changeLanguage(language: Language): Promise<void> {
  await add(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // Then the choice lasts as long as this page.
  }
}
