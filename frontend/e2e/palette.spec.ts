import { photo } from './files.ts'
import { card, choose, expect, test } from './slipway.ts'

test('Ctrl-K leads to a page, and Escape leads back', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Search and commands' })
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(palette).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await palette.getByRole('combobox').fill('histo')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible()
})

test('it finds an answer by its label', async ({ page }) => {
  await page.goto('/')
  await choose(page, photo('whiskers.jpg'))
  await expect(card(page, 'whiskers.jpg').getByText(/^Done/)).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('whisk')
  await page.getByRole('option', { name: /whiskers\.jpg/ }).click()
  await expect(page.getByRole('heading', { name: 'whiskers.jpg', level: 1 })).toBeVisible()
})

test('theme and language change from it and stay after a reload', async ({ page }) => {
  await page.goto('/models')
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveClass(/dark/)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('简体')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '模型', level: 1 })).toBeVisible()
  await page.reload()
  await expect(page.locator('html')).toHaveClass(/dark/)
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expect(page.getByRole('heading', { name: '模型', level: 1 })).toBeVisible()
})

test('what will be said is chosen in it', async ({ page }) => {
  await page.goto('/history')
  await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('spelled')
  await page.getByRole('option', { name: 'What will you say? spelled letters' }).click()
  await expect(page.getByRole('combobox', { name: 'What will you say?' })).toHaveText('spelled letters')
})
