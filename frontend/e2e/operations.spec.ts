import { photo } from './files.ts'
import { card, choose, expect, test } from './slipway.ts'

test('whoever is no staff is led back, and the server refuses them too', async ({ page, owner }) => {
  await page.goto('/operations')
  await expect(page.getByText('Drop pictures or sound here, or paste')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Operations' })).toHaveCount(0)
  expect((await owner.api.get('/api/v1/operations/overview')).status()).toBe(403)
})

test('an operator sees the figures, the worker, and what everybody sent', async ({
  page,
  owner,
  operator,
  browser,
}) => {
  await page.goto('/')
  await choose(page, photo('seen-by-staff.jpg'))
  await expect(card(page, 'seen-by-staff.jpg').getByText(/^Done/)).toBeVisible()

  const context = await browser.newContext({ storageState: operator.cookies })
  const dashboard = await context.newPage()
  await dashboard.goto('/operations')
  await expect(dashboard.getByRole('heading', { name: 'Operations', level: 1 })).toBeVisible()
  const figures = dashboard.getByRole('region', { name: 'Figures' })
  await expect(figures.getByRole('listitem')).toHaveCount(4)
  await expect(dashboard.getByText(/resnet-cifar10/).first()).toBeVisible()
  const row = dashboard.getByRole('row').filter({ hasText: 'seen-by-staff.jpg' }).first()
  await expect(row).toContainText(owner.username)
  await row.getByRole('button', { name: 'seen-by-staff.jpg' }).click()
  await expect(dashboard.getByRole('link', { name: 'Open the record' })).toBeVisible()

  // A figure leads to the predictions behind it.
  await figures.getByRole('link', { name: /^Failing/ }).click()
  await expect(dashboard).toHaveURL(/status=failed/)
  await expect(row).toHaveCount(0)

  // And the media stays the owner's.
  const [prediction] = ((await (await owner.api.get('/api/v1/predictions')).json()) as { results: { id: string }[] })
    .results
  expect((await operator.api.get(`/api/v1/predictions/${prediction!.id}/input`)).status()).toBe(404)
  await context.close()
})

test("the records are in Django's admin, without a fault in its styles", async ({ operator, browser }) => {
  const context = await browser.newContext({ storageState: operator.cookies })
  const page = await context.newPage()
  const failed: string[] = []
  page.on('response', (answer) => answer.status() >= 400 && failed.push(answer.url()))
  await page.goto('/admin/')
  await expect(page.getByText('Slipway records').first()).toBeVisible()
  await page.goto('/admin/predictions/prediction/')
  await expect(page.getByRole('heading', { name: /predictions/i }).first()).toBeVisible()
  expect(failed).toEqual([])
  await context.close()
})
