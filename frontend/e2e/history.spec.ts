import type { Page } from '@playwright/test'
import { dotsPng, photo } from './files.ts'
import { choose, expect, predictionsOf, test } from './slipway.ts'

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

async function send(page: Page, names: string[]): Promise<void> {
  await page.goto('/')
  await choose(
    page,
    names.map((name) => photo(name)),
  )
  await expect(page.getByRole('article').getByText(/^Done/)).toHaveCount(names.length)
  await page.getByRole('link', { name: 'History' }).first().click()
  await expect(page.getByRole('row').filter({ hasText: '.jpg' })).toHaveCount(names.length)
}

test('it is searched and filtered, and the address keeps what was asked', async ({ page }) => {
  await send(page, ['tabby.jpg', 'tiger.jpg'])
  await page.getByRole('searchbox', { name: 'Search names, labels and text' }).fill('tabby')
  await expect(row(page, 'tiger.jpg')).toHaveCount(0)
  await expect(row(page, 'tabby.jpg')).toBeVisible()
  await expect(page).toHaveURL(/q=tabby/)
  await page.reload()
  await expect(row(page, 'tabby.jpg')).toBeVisible()
  await expect(row(page, 'tiger.jpg')).toHaveCount(0)

  // The label of both is found as well as their names.
  await page.getByRole('searchbox').fill('cat')
  await expect(row(page, 'tiger.jpg')).toBeVisible()
  await page.getByRole('button', { name: 'Failed' }).click()
  await expect(page.getByText('Nothing found')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).first().click()
  await expect(page.getByRole('row').filter({ hasText: '.jpg' })).toHaveCount(2)
})

test('what is unlike all that was learned is found by a filter', async ({ page }) => {
  await page.goto('/')
  await choose(page, [photo('tabby.jpg'), dotsPng('dots.png', 'red')])
  await expect(page.getByRole('article').getByText(/^Done/)).toHaveCount(2)
  await page.getByRole('link', { name: 'History' }).first().click()
  await page.getByRole('button', { name: 'Unlike what was learned' }).click()
  await expect(row(page, 'tabby.jpg')).toHaveCount(0)
  await expect(row(page, 'dots.png')).toBeVisible()
  await expect(page).toHaveURL(/doubt=outside/)
  await page.getByRole('button', { name: 'Not sure', exact: true }).click()
  await expect(page).toHaveURL(/doubt=unsure/)
  await expect(row(page, 'dots.png')).toBeVisible()
})

test('an answer opens with its whole story', async ({ page, owner }) => {
  await send(page, ['story.jpg'])
  await row(page, 'story.jpg').getByRole('link', { name: 'story.jpg' }).click()
  await expect(page.getByRole('heading', { name: 'story.jpg', level: 1 })).toBeVisible()
  const [prediction] = await predictionsOf(owner)
  await expect(page).toHaveURL(new RegExp(prediction!.id))
  await expect(page.getByText('Accepted, in line')).toBeVisible()
  await expect(page.getByText('Answered', { exact: true })).toBeVisible()
  await expect(page.getByText('Running the model')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'story.jpg', level: 1 })).toBeVisible()
})

test('many are deleted in one go, and one Undo brings all back', async ({ page, owner }) => {
  await send(page, ['a.jpg', 'b.jpg', 'c.jpg'])
  await page.getByRole('checkbox', { name: 'Select all loaded' }).check()
  const bar = page.getByRole('region', { name: 'Selected answers' })
  await expect(bar).toContainText('3 selected')
  await bar.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('Nothing here yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('row').filter({ hasText: '.jpg' })).toHaveCount(3)
  expect(await predictionsOf(owner)).toHaveLength(3)
})

test('new answers come in while it is looked at', async ({ page, context }) => {
  await page.goto('/history')
  await expect(page.getByText('Nothing here yet')).toBeVisible()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const other = await context.newPage()
  await other.goto('/')
  await choose(other, photo('fresh.jpg'))
  await expect(row(page, 'fresh.jpg').getByText(/^Done/)).toBeVisible()
})

test('the list is read once, compressed, however often one goes to and fro', async ({ page }) => {
  await send(page, ['once.jpg', 'twice.jpg', 'thrice.jpg'])
  const reads: (string | undefined)[] = []
  page.on('response', (answer) => {
    if (/predictions\?limit=/.test(answer.url())) reads.push(answer.headers()['content-encoding'])
  })
  await page.goto('/')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  for (const place of ['History', 'Try', 'History']) {
    await page.getByRole('link', { name: place }).first().click()
    await expect(page.getByRole(place === 'Try' ? 'article' : 'row').filter({ hasText: 'thrice.jpg' })).toBeVisible()
  }
  await page.waitForLoadState('networkidle')
  // Twice where the machine was so busy that the list did not wait for the socket.
  expect([['gzip'], ['gzip', 'gzip']]).toContainEqual(reads)
})
