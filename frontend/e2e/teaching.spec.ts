import { DESKTOP, expectNoFindings } from './axe.ts'
import { dotsPng, truncatedPhoto } from './files.ts'
import { card, choose, expect, test } from './slipway.ts'

test.use({ viewport: DESKTOP })

test('two kinds that are shown by some photos become a model that tells them apart and is shared', async ({ page }) => {
  test.setTimeout(180_000)
  await page.goto('/')
  await page.getByRole('link', { name: 'Teach it your own' }).click()
  await expectNoFindings(page, 'kinds to be named')
  await page.getByLabel('What shall it be called?').fill('Our dots')
  await page.getByLabel('Kind 1').fill('red')
  await page.getByLabel('Kind 2').fill('blue')
  await page.getByRole('button', { name: 'On to the photos' }).click()
  for (const colour of ['red', 'blue'] as const) {
    const box = page.getByRole('region', { name: colour })
    const photos = Array.from({ length: 6 }, (_, number) => dotsPng(`${colour}-${number}.png`, colour))
    await box
      .locator('input[type=file]')
      .first()
      .setInputFiles([...photos, truncatedPhoto()])
    await expect(box.getByText('6 photos')).toBeVisible()
    await expect(box.getByText(/^half\.jpg/)).toBeVisible()
  }
  await expectNoFindings(page, 'photos under their kinds')
  await page.getByRole('button', { name: 'Learn' }).click()
  await expect(page.getByRole('heading', { name: /^Right \d+\s*% of the time$/ })).toBeVisible({ timeout: 120_000 })
  await expectNoFindings(page, 'what was learned')
  await page.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('dialog').getByLabel('Name')).toHaveValue('Our dots')
  await page.keyboard.press('Escape')
  await page.getByRole('main').getByRole('link', { name: 'Try it' }).click()
  await choose(page, dotsPng('new.png', 'blue'))
  await expect(card(page, 'new.png').getByText('blue').first()).toBeVisible()
})
