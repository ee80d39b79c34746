import { photo } from './files.ts'
import { card, choose, expect, predictionsOf, test } from './slipway.ts'

test('a job whose tab was closed is found answered in History', async ({ page, context, worker }) => {
  await page.goto('/')
  worker.pause()
  await choose(page, photo('left-alone.jpg'))
  await expect(card(page, 'left-alone.jpg').getByText(/in line/)).toBeVisible()
  await page.close()
  worker.resume()

  const later = await context.newPage()
  await later.goto('/history')
  const row = later.getByRole('row').filter({ hasText: 'left-alone.jpg' })
  await expect(row.getByText(/^Done/)).toBeVisible()
  await expect(row).toContainText('cat')
})

test('a reload keeps the cards, waiting and answered', async ({ page, worker }) => {
  await page.goto('/')
  await choose(page, photo('answered.jpg'))
  await expect(card(page, 'answered.jpg').getByText(/^Done/)).toBeVisible()
  worker.pause()
  await choose(page, photo('waiting.jpg'))
  await expect(card(page, 'waiting.jpg').getByText(/in line/)).toBeVisible()
  await page.reload()
  await expect(card(page, 'answered.jpg').getByText(/^Done/)).toBeVisible()
  await expect(card(page, 'waiting.jpg').getByText(/in line/)).toBeVisible()
  worker.resume()
  await expect(card(page, 'waiting.jpg').getByText(/^Done/)).toBeVisible()
})

test('two tabs of one person see the same', async ({ page, context }) => {
  const other = await context.newPage()
  await Promise.all([page.goto('/'), other.goto('/')])
  await expect(other.getByText('Live', { exact: true })).toBeVisible()
  await choose(page, photo('shared.jpg'))
  await expect(card(page, 'shared.jpg').getByText(/^Done/)).toBeVisible()
  await expect(card(other, 'shared.jpg').getByText(/^Done/)).toBeVisible()
})

test('a stranger sees nothing of it, not even by its address', async ({ page, owner, browser, newPerson }) => {
  await page.goto('/')
  await choose(page, photo('mine.jpg'))
  await expect(card(page, 'mine.jpg').getByText(/^Done/)).toBeVisible()
  const [prediction] = await predictionsOf(owner)
  const stranger = await newPerson()
  const context = await browser.newContext({ storageState: stranger.cookies })
  const theirs = await context.newPage()
  await theirs.goto('/history')
  await expect(theirs.getByRole('heading', { name: 'History', level: 1 })).toBeVisible()
  await expect(theirs.getByText('mine.jpg')).toHaveCount(0)
  await theirs.goto(`/predictions/${prediction!.id}`)
  await expect(theirs.getByRole('heading', { name: 'There is no such answer', level: 1 })).toBeAttached()
  expect((await stranger.api.get(`/api/v1/predictions/${prediction!.id}/input`)).status()).toBe(404)
  await context.close()
})

test.describe('while the server is away', () => {
  test.use({ expectedErrors: [/ERR_INTERNET_DISCONNECTED|Failed to load resource|WebSocket/] })

  test('an upload waits, survives a reload of the page, and goes on by itself', async ({ page, context }) => {
    await page.goto('/')
    await expect(page.getByText('Live', { exact: true })).toBeVisible()
    await context.setOffline(true)
    await choose(page, photo('patient.jpg'))
    await expect(card(page, 'patient.jpg').getByText('Waiting for the server, continues by itself')).toBeVisible()
    await context.setOffline(false)
    await page.reload()
    await expect(card(page, 'patient.jpg').getByText(/^Done/)).toBeVisible()
  })
})
