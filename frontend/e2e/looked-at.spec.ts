import { DESKTOP, expectNoFindings, PHONE } from './axe.ts'
import { photo } from './files.ts'
import { card, choose, expect, predictionsOf, test } from './slipway.ts'

const ways = {
  'resnet-cifar10': /Found by covering/,
  'efficientnet-lite0': /Shown of each place/,
}

for (const [model, how] of Object.entries(ways))
  test(`what ${model} looked at is found by keyboard, and read in every look`, async ({ page, owner }) => {
    await page.goto(`/?model=${model}`)
    await choose(page, photo('whiskers.jpg'))
    await expect(card(page, 'whiskers.jpg').getByText(/^Done/)).toBeVisible()
    const [prediction] = await predictionsOf(owner)
    await page.goto(`/predictions/${prediction!.id}`)
    const views = ['Picture', 'What it saw', 'What it looked at']
    await page.getByRole('radio', { name: views[0], exact: true }).focus()
    for (const view of views.slice(1)) {
      await page.keyboard.press('ArrowRight')
      await expect(page.getByRole('radio', { name: view })).toBeFocused()
    }
    await page.keyboard.press('Space')
    const label = page.getByRole('combobox', { name: 'Label' })
    await expect(label).toBeVisible()
    await expect(page.locator('figcaption')).toContainText(how)
    await expectNoFindings(page, 'what it looked at')

    await label.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('option').first()).toBeVisible()
    await page.keyboard.press('ArrowDown')
    const other = (await page.locator('[role=option][data-highlighted]').textContent()) ?? ''
    await page.keyboard.press('Enter')
    await expect(label).toHaveText(other)
    await expect(page.locator('figcaption')).toContainText(`“${other}”`)
    const strength = page.getByRole('slider', { name: 'How strong' })
    await strength.focus()
    await page.keyboard.press('End')
    await expect(strength).toHaveValue('1')
    await expectNoFindings(page, 'another label')
    for (const viewport of [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width)
    }
  })
