import { photo } from './files.ts'
import { card, choose, expect, test } from './slipway.ts'

test('a model says what it knows and how good it is, and shows the call with the own address', async ({
  page,
  baseURL,
}) => {
  await page.goto('/models')
  const model = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: /ResNet/i }) })
    .first()
  await expect(model.getByText('Knows 10 labels')).toBeVisible()
  await expect(model.getByText('First guess is right').first()).toBeVisible()
  await model.getByRole('button', { name: 'Code' }).click()
  const code = page.getByRole('dialog')
  for (const [tab, words] of [
    ['curl', `curl `],
    ['Python', 'import '],
    ['JavaScript', 'await fetch('],
  ] as const) {
    await code.getByRole('tab', { name: tab }).click()
    await expect(code.getByRole('tabpanel')).toContainText(words)
    await expect(code.getByRole('tabpanel')).toContainText(baseURL ?? '')
  }
})

test('"Try it" takes the model along', async ({ page }) => {
  await page.goto('/models')
  const model = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /ResNet/i }) })
  await model.getByRole('link', { name: 'Try it' }).first().click()
  await expect(page).toHaveURL(/\/\?model=resnet-cifar10/)
  await choose(page, photo('chosen.jpg'))
  await expect(card(page, 'chosen.jpg').getByText(/^Done/)).toBeVisible()
  await expect(card(page, 'chosen.jpg').getByText(/^resnet-cifar10 v\d/)).toBeVisible()
})

test('a page of its own tells the lineage of each version', async ({ page }) => {
  await page.goto('/models/resnet-cifar10')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/ResNet/i)
  await page.getByRole('heading', { name: 'Versions' }).scrollIntoViewIfNeeded()
  await expect(page.getByText('sha256 of bundle.json').first()).toBeAttached()
})

test.describe('one that does not exist', () => {
  test.use({ expectedErrors: [/status of 404/] })

  test('is told in words', async ({ page }) => {
    await page.goto('/models/alexnet')
    await expect(page.getByRole('heading', { name: 'No such model' })).toBeVisible()
  })
})
