import { card, expect, test } from './slipway.ts'

test.describe('with a microphone', () => {
  test.use({ permissions: ['microphone'] })

  test('what is spoken becomes a card with its text', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('button', { name: 'Record' }).click()
    const dialog = page.getByRole('dialog', { name: 'Record sound' })
    // The level moves before anything is recorded.
    await expect
      .poll(async () => Number(await dialog.getByRole('meter').getAttribute('aria-valuenow')))
      .toBeGreaterThan(5)
    await dialog.getByRole('button', { name: 'Start' }).click()
    await expect(dialog.getByText('0:03 ·')).toBeVisible()
    await dialog.getByRole('button', { name: 'Stop' }).click()
    await expect(dialog.getByText('Listen before you send it.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Send' }).click()
    await expect(dialog).toHaveCount(0)
    const answer = card(page, /^Recording/)
    await expect(answer.getByText(/^Done/)).toBeVisible()
    await expect(answer.getByRole('button', { name: /^(SEVEN|THREE|ONE), at/i }).first()).toBeVisible()
  })

  test('a recording that was not sent is there after a reload, and can be thrown away', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('button', { name: 'Record' }).click()
    await page.getByRole('button', { name: 'Start' }).click()
    await expect(page.getByText('0:01 ·')).toBeVisible()
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(page.getByText('Listen before you send it.')).toBeVisible()
    await page.reload()
    await page.getByRole('button', { name: 'Record' }).click()
    await expect(page.getByText('Listen before you send it.')).toBeVisible()
    await page.getByRole('button', { name: 'Discard' }).click()
    await expect(page.getByRole('button', { name: 'Start' })).toBeVisible()
  })

  test('a word that was hardly spoken is kept over a reload, and over Escape with a word about it', async ({
    page,
  }) => {
    await page.goto('/')
    await page.getByRole('button', { name: 'Record' }).click()
    await page.getByRole('button', { name: 'Start' }).click()
    await expect(page.getByText('0:01 ·')).toBeVisible()
    await page.reload()
    await expect(page.getByText('You have a recording that was not sent.')).toBeVisible()
    await page.getByRole('button', { name: 'Review' }).click()
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('button', { name: 'Start' }).click()
    await expect(page.getByText('0:01 ·')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByText('You have a recording that was not sent.')).toBeVisible()
    await page.getByRole('button', { name: 'Review' }).click()
    await expect(page.getByText('Listen before you send it.')).toBeVisible()
  })
})

test('without permission the page says how to give it', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Record' }).click()
  await expect(
    page.getByText('The microphone is not allowed. Allow it in the address bar of your browser'),
  ).toBeVisible()
})
