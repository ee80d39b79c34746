import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const isDark = () => document.documentElement.classList.contains('dark')

beforeEach(() => vi.resetModules())
afterEach(() => localStorage.clear())

test('a theme that is chosen is there at the next visit', async () => {
  const { setTheme } = await import('./theme')
  setTheme('dark')
  expect(isDark()).toBe(true)
  vi.resetModules()
  const { readTheme } = await import('./theme')
  expect(readTheme()).toBe('dark')
})

test('a theme can be chosen where the storage is blocked', async () => {
  const blocked = () => {
    throw new DOMException('blocked', 'SecurityError')
  }
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(blocked)
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(blocked)
  const { readTheme, setTheme } = await import('./theme')
  expect(readTheme()).toBe('system')
  setTheme('dark')
  expect([readTheme(), isDark()]).toEqual(['dark', true])
  setTheme('light')
  expect([readTheme(), isDark()]).toEqual(['light', false])
})
