import { gzipSync } from 'node:zlib'
import type { Locator, Page } from '@playwright/test'
import { photo } from './files.ts'
import { card, choose, expect, test } from './slipway.ts'

const FIRST_LOAD_BYTES = 250_000
// What the eye does not see; Chromium counts the least sub-pixel.
const STILL = 0.005

test('the first load takes at most 250 kB of JavaScript, gzipped', async ({ page }) => {
  const scripts = new Map<string, number>()
  page.on('response', (answer) => {
    if (answer.request().resourceType() !== 'script') return
    void answer.body().then((body) => scripts.set(answer.url(), gzipSync(body).length))
  })
  await page.goto('/', { waitUntil: 'networkidle' })
  await expect(page.getByText('Drop pictures or sound here, or paste')).toBeVisible()
  expect(scripts.size).toBeGreaterThan(1)
  const sum = [...scripts.values()].reduce((total, bytes) => total + bytes, 0)
  expect(sum, JSON.stringify([...scripts])).toBeLessThanOrEqual(FIRST_LOAD_BYTES)
})

/** The sum of what moved without the reader's doing, from the first paint on. */
function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((accept) => {
        let sum = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
            if (!entry.hadRecentInput) sum += entry.value
          }
        }).observe({ type: 'layout-shift', buffered: true })
        // Buffered entries are delivered in a task of their own.
        requestAnimationFrame(() => setTimeout(() => accept(sum)))
      }),
  )
}

async function expectStill(page: Page, places: Record<string, Locator>): Promise<void> {
  const debugging = await page.context().newCDPSession(page)
  await debugging.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  for (const [address, sign] of Object.entries(places)) {
    await page.goto(address)
    await expect(sign).toBeVisible()
    expect.soft(await layoutShift(page), address).toBeLessThan(STILL)
  }
}

test('nothing moves while a slow computer draws a page', async ({ page }) => {
  await expectStill(page, {
    '/': page.getByText('Drop pictures or sound here, or paste'),
    '/history': page.getByText('Nothing here yet'),
    '/models': page.getByRole('button', { name: 'Code' }).first(),
    '/account': page.getByText('No keys yet'),
  })
})

test.describe('an operator', () => {
  test.use({ storageState: async ({ operator }, use) => use(operator.cookies) })

  test('trains on pages where nothing moves either', async ({ page }) => {
    await expectStill(page, {
      '/training': page.getByText('Drop a data set here'),
      '/training/new-run': page.getByText('Nothing to train on yet'),
      '/training/add-model': page.getByRole('button', { name: 'Upload and inspect' }),
      '/training/variants/resnet-cifar10/1': page.getByText('Freeze a data set of this kind first'),
    })
  })
})

test('an answer that comes moves nothing', async ({ page, worker }) => {
  await page.goto('/')
  await choose(page, photo('first.jpg'))
  await expect(card(page, 'first.jpg').getByText(/^Done/)).toBeVisible()
  worker.pause()
  await choose(page, photo('second.jpg'))
  await expect(card(page, 'second.jpg').getByText(/in line/)).toBeVisible()
  await expect(card(page, 'second.jpg').getByRole('img')).toBeVisible()
  const before = await layoutShift(page)
  worker.resume()
  await expect(card(page, 'second.jpg').getByText(/^Done/)).toBeVisible()
  expect((await layoutShift(page)) - before).toBeLessThan(STILL)
})
