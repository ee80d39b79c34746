import type { AnyRoute } from '@tanstack/react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { places } from './i18n/en/places'
import { wordsFor } from './i18n/place-words'
import { partsFor, preloadWhenIdle } from './preload-places'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const part = (name: string) => ({ name, preload: vi.fn(() => Promise.resolve()) })
const route = (fullPath: string) => ({ fullPath, options: { component: part(fullPath) } }) as unknown as AnyRoute

test('each person gets the code of the pages that they may open', () => {
  const routes = ['/', '/history', '/operations', '/training/runs/$id'].map(route)
  const named = (user: { is_staff: boolean; can_train: boolean }) =>
    partsFor(user, routes).flatMap((one) => ('name' in one ? [one.name] : []))
  expect(named({ is_staff: false, can_train: false })).toEqual(expect.arrayContaining(['/', '/history']))
  expect(named({ is_staff: false, can_train: false })).not.toContain('/operations')
  expect(named({ is_staff: true, can_train: false })).toContain('/operations')
  expect(named({ is_staff: true, can_train: false })).not.toContain('/training/runs/$id')
  expect(named({ is_staff: true, can_train: true })).toContain('/training/runs/$id')
})

test('a place that is fetched early has its words too, and nobody fetches those of a closed place', () => {
  expect(wordsFor({ is_staff: false, can_train: false })).toEqual([
    'history',
    'models',
    'lessons',
    'sharing',
    'account',
    'webhooks',
  ])
  expect(wordsFor({ is_staff: true, can_train: false })).toEqual([
    'history',
    'models',
    'lessons',
    'sharing',
    'account',
    'webhooks',
    'alerts',
    'audit',
    'drift',
    'operations',
    'people',
    'rollouts',
  ])
  const words = wordsFor({ is_staff: true, can_train: true })
  // Guests are not signed in.
  expect(new Set([...words, 'guest'])).toEqual(new Set(Object.keys(places)))
})

test('it begins after a while, and brings one after the other', async () => {
  let release = () => {}
  const slow = { preload: vi.fn(() => new Promise<void>((resolve) => (release = resolve))) }
  const next = part('next')
  preloadWhenIdle([{}, slow, next])
  await vi.advanceTimersByTimeAsync(1900)
  expect(slow.preload).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1000)
  expect(slow.preload).toHaveBeenCalledOnce()
  expect(next.preload).not.toHaveBeenCalled()
  release()
  await vi.advanceTimersByTimeAsync(1000)
  expect(next.preload).toHaveBeenCalledOnce()
})

test('it stops where something does not arrive', async () => {
  const next = part('next')
  preloadWhenIdle([{ preload: () => Promise.reject(new Error('lost')) }, next])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(next.preload).not.toHaveBeenCalled()
})

test('who saves data pays for nothing that is not asked for', async () => {
  vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { connection: { saveData: true } }))
  const one = part('one')
  preloadWhenIdle([one])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(one.preload).not.toHaveBeenCalled()
  vi.unstubAllGlobals()
})
