import type { WebSocketRoute } from '@playwright/test'
import { photo } from './files.ts'
import { card, childOfStack, choose, expect, test } from './slipway.ts'

test('while the socket is cut the page says so and asks; afterwards it catches up by seq', async ({ page, worker }) => {
  const sockets: { route: WebSocketRoute; url: URL }[] = []
  let cut = false
  let numbered = 0
  await page.routeWebSocket(/\/ws\/v1\/events/, (route) => {
    sockets.push({ route, url: new URL(route.url()) })
    if (cut) {
      void route.close({ code: 1013 })
      return
    }
    route.connectToServer().onMessage((message) => {
      if (String(message).includes('"seq"')) numbered += 1
      route.send(message)
    })
  })
  await page.goto('/')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  worker.pause()
  await choose(page, [photo('asked-for.jpg')])
  await expect(card(page, 'asked-for.jpg').getByText(/in line/)).toBeVisible()
  // The answer to the upload may have shown the card; only a message says from where on to catch up.
  await expect.poll(() => numbered).toBeGreaterThan(0)

  cut = true
  await sockets.at(-1)!.route.close({ code: 1001 })
  await expect(page.getByText('Not live')).toBeVisible()
  worker.resume()
  await expect(card(page, 'asked-for.jpg').getByText(/^Done/)).toBeVisible()

  cut = false
  const before = sockets.length
  await page.getByRole('button', { name: 'Not live' }).click()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  expect(sockets.length).toBeGreaterThan(before)
  expect(Number(sockets.at(-1)!.url.searchParams.get('after'))).toBeGreaterThan(0)
})

test('what was missed arrives over the new socket alone', async ({ page, worker, context }) => {
  const other = await context.newPage()
  const sockets: WebSocketRoute[] = []
  await page.routeWebSocket(/\/ws\/v1\/events/, (route) => {
    sockets.push(route)
    route.connectToServer()
  })
  await page.goto('/')
  await choose(page, photo('seen.jpg'))
  await expect(card(page, 'seen.jpg').getByText(/^Done/)).toBeVisible()

  // From here the page may not ask: only the replay can tell it.
  await page.route(/\/api\/v1\/predictions\?/, (route) => route.abort())
  worker.pause()
  await other.goto('/')
  await sockets.at(-1)!.close({ code: 1001 })
  await choose(other, photo('missed.jpg'))
  worker.resume()
  await expect(card(other, 'missed.jpg').getByText(/^Done/)).toBeVisible()
  await expect(card(page, 'missed.jpg').getByText(/^Done/)).toBeVisible()
})

test('the web process is killed and comes back: nobody has to reload', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  process.kill(childOfStack('web'), 'SIGKILL')
  await expect(page.getByText('Not live')).toBeVisible()
  await choose(page, photo('undaunted.jpg'))
  await expect(card(page, 'undaunted.jpg').getByText(/^Done/)).toBeVisible({ timeout: 40_000 })
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
})

test.use({ expectedErrors: [/WebSocket|Failed to load resource/] })
