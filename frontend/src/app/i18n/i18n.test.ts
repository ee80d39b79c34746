import i18next from 'i18next'
import { afterEach, expect, test, vi } from 'vitest'
import { addWords, changeLanguage, startI18n } from './i18n'

afterEach(() => localStorage.clear())

const browserSpeaks = (language: string) => vi.spyOn(navigator, 'language', 'get').mockReturnValue(language)

test('the browser decides the language of a first visit', async () => {
  browserSpeaks('zh-TW')
  await startI18n()
  expect([i18next.language, document.documentElement.lang]).toEqual(['zh-CN', 'zh-CN'])
  browserSpeaks('fr')
  await startI18n()
  expect(i18next.t('app:action.save')).toBe('Save')
})

test('a language that was chosen holds at the next visit, whatever the browser speaks', async () => {
  browserSpeaks('en-GB')
  await startI18n()
  await changeLanguage('zh-CN')
  expect(i18next.t('app:action.save')).toBe('保存')
  await startI18n()
  expect([i18next.language, document.documentElement.lang]).toEqual(['zh-CN', 'zh-CN'])
})

test('words that came with a place are there in the language that is chosen later', async () => {
  browserSpeaks('en')
  await startI18n()
  await addWords('jobs')
  expect(i18next.t('jobs:status.queued')).toBe('Waiting')
  await changeLanguage('zh-CN')
  expect(i18next.t('jobs:status.queued')).not.toMatch(/Waiting|jobs/)
})
