import type { Page } from '@playwright/test'
import { expect, test } from './slipway.ts'

test.use({ expectedErrors: [/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load|status of 404|WebSocket|LoadError/] })

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).first()

/** The code of that page does not arrive, as if it had never been fetched. */
async function keepBack(page: Page, chunk: RegExp, status?: number): Promise<() => Promise<void>> {
  await page.route(chunk, (route) => (status ? route.fulfill({ status, body: '' }) : route.abort()))
  return () => page.unroute(chunk)
}

async function open(page: Page): Promise<void> {
  await page.goto('/')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
}

test('a place that was never opened says that one is offline, and opens when the network is back', async ({
  page,
  context,
}) => {
  const deliver = await keepBack(page, /assets\/history-page/)
  await open(page)
  await context.setOffline(true)
  await expect(page.getByText('Not live')).toBeVisible({ timeout: 5000 })
  await link(page, 'History').click()
  await expect(page.getByText('You are offline, and this page was not loaded before.')).toBeVisible()
  await expect(page).toHaveURL(/\/history$/)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('You are offline, and this page was not loaded before.')).toBeVisible()
  // The frame goes on working.
  await link(page, 'Try it').click()
  await expect(page.getByText('Drop pictures or sound here, or paste')).toBeVisible()
  await link(page, 'History').click()
  await expect(page.getByText('You are offline, and this page was not loaded before.')).toBeVisible()

  await deliver()
  await context.setOffline(false)
  await expect(page.getByText('Nothing here yet')).toBeVisible()
})

test('after an upgrade a place leads to the newer page', async ({ page }) => {
  const deliver = await keepBack(page, /assets\/models-page/, 404)
  await open(page)
  const { origin } = new URL(page.url())
  await page.route(`${origin}/`, async (route) => {
    const html = await (await route.fetch()).text()
    await route.fulfill({ body: html.replace(/\/assets\/index-[^"]+\.js/, '/assets/index-newer.js') })
  })
  await link(page, 'Models').click()
  await expect(page.getByRole('heading', { name: 'Slipway was updated' })).toBeVisible()
  await deliver()
  await page.getByRole('button', { name: 'Reload the page' }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
})

test('an import that fails once is tried again by itself', async ({ page }) => {
  let asked = 0
  await page.route(/assets\/account-page/, (route) => ((asked += 1) === 1 ? route.abort() : route.continue()))
  await open(page)
  await link(page, 'Account').click()
  await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible()
  expect(asked).toBeGreaterThan(1)
})

test('a place that takes its time shows that it is on its way', async ({ page }) => {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(/assets\/models-page/, async (route) => {
    await released
    await route.continue()
  })
  await open(page)
  await link(page, 'Models').click()
  await expect(page.getByRole('status').filter({ hasText: 'Loading' })).toBeVisible()
  release()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'Loading' })).toHaveCount(0)
})

test('what was fetched while the line was idle opens offline, and says that its data cannot be read', async ({
  page,
  context,
}) => {
  const fetched = page.waitForResponse(/assets\/account-page/)
  await open(page)
  await fetched
  await context.setOffline(true)
  await link(page, 'Account').click()
  await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible()
  await expect(page.getByText('The server does not answer.').first()).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('No keys yet')).toBeVisible()
})

test('a dialog whose code does not arrive says so, and opens once it does', async ({ page, context }) => {
  const deliver = await keepBack(page, /assets\/record-dialog/)
  await open(page)
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Record' }).click()
  await expect(page.getByText(/You are offline/)).toBeVisible()
  await deliver()
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Record' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
})
