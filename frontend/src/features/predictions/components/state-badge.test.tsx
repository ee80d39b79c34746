import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keys } from '@/api/keys'
import type { Kind } from '@/api/types'
import { noteServerTime } from '@/lib/server-clock'
import { aPrediction } from '@/testing/predictions'
import { renderPage } from '@/testing/render-page'
import { StateBadge } from './state-badge'

const noon = Date.UTC(2026, 10, 22, 12)

beforeEach(() => vi.useFakeTimers({ now: noon, toFake: ['Date', 'setInterval', 'clearInterval'] }))
afterEach(() => {
  vi.useRealTimers()
  noteServerTime(new Date().toUTCString())
})

async function waiting(id: string, eta_seconds: number | null, language: 'en' | 'zh-CN' = 'en') {
  const created_at = new Date(noon).toISOString()
  const prediction = aPrediction({ id, status: 'queued', output: null, position: 4, eta_seconds, created_at })
  return renderPage(<StateBadge prediction={prediction} />, language)
}

const pass = (seconds: number) => act(() => void vi.advanceTimersByTime(seconds * 1000))

test.each([
  ['en', '4th in line, about 1 s', '4th in line, longer than usual', ', waiting for 1 min 23 s'],
  ['zh-CN', '排在第 4 位，约 1 秒', '排在第 4 位，比平时久', '，已等待 1 分钟 23 秒'],
] as const)('a wait that is longer than was said counts up (%s)', async (language, before, after, time) => {
  await waiting(`late-${language}`, 1, language)
  expect(screen.getByText(before)).toBeTruthy()
  expect(screen.queryByRole('timer')).toBeNull()
  pass(83)
  expect(screen.getByText(after)).toBeTruthy()
  expect(screen.getByRole('timer').textContent.replace(/\s+/g, ' ').trim()).toBe(time)
})

test('it says that nobody is there, as the server knows', async () => {
  const { client } = await waiting('unserved', null)
  const unserved: Kind[] = ['image-classification']
  act(() => void client.setQueryData(keys.summary, { waiting: 1, processing: 0, unserved }))
  expect(await screen.findByText('Nobody there to answer')).toBeTruthy()
})

test('a reader whose clock is wrong by hours reads the true time', async () => {
  noteServerTime(new Date(noon + 7_200_000).toUTCString())
  vi.setSystemTime(noon - 7_200_000)
  noteServerTime(new Date(noon + 20_000).toUTCString())
  await waiting('clock', null)
  expect(screen.getByRole('timer').textContent).toBe(', waiting for 20 s')
})
