import type { Page } from '@playwright/test'
import { photo } from './files.ts'
import { card, choose, expect, NOBODY, test } from './slipway.ts'

/** Tabs until the element has the focus; fails if it cannot be reached. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent ?? ''
    })
    if (typeof name === 'string' ? focused.trim() === name : name.test(focused.trim())) return
  }
  throw new Error(`The keyboard does not reach ${String(name)}.`)
}

/** What is drawn differently while the focus is there: an outline or a shadow. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const style = await page.evaluate(() => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement!)
    return { outline: outlineStyle !== 'none' && outlineWidth !== '0px', shadow: boxShadow !== 'none' }
  })
  expect(style.outline || style.shadow).toBe(true)
}

test.describe('signed out', () => {
  test.use({ storageState: NOBODY })

  test('signing in needs no mouse', async ({ page, owner }) => {
    await page.goto('/')
    await expect(page.getByLabel('User name')).toBeVisible()
    await page.keyboard.press('Tab')
    await expect(page.getByLabel('User name')).toBeFocused()
    await expectVisibleFocus(page)
    await page.keyboard.type(owner.username)
    await page.keyboard.press('Tab')
    await page.keyboard.type(owner.password)
    await page.keyboard.press('Enter')
    await expect(page.getByText('Drop pictures or sound here, or paste')).toBeVisible()
  })
})

test('from the top of the page to the answer and what can be done with it', async ({ page }) => {
  // Listened for from the start: to catch the window takes the browser a moment.
  const choosing = page.waitForEvent('filechooser')
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()

  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeFocused()
  await expectVisibleFocus(page)
  await page.keyboard.press('Enter')
  await (await choosing).setFiles(photo('by-hand.jpg'))
  const answer = card(page, 'by-hand.jpg')
  await expect(answer.getByText(/^Done/)).toBeVisible()

  await tabTo(page, 'More actions')
  await expectVisibleFocus(page)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Details' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'by-hand.jpg', level: 1 })).toBeVisible()
})

test('answers are told to a screen reader when they come', async ({ page, worker }) => {
  await page.goto('/')
  worker.pause()
  await choose(page, photo('told.jpg'))
  const told = card(page, 'told.jpg').locator('[aria-live=polite]').first()
  await expect(told).toContainText('in line')
  worker.resume()
  await expect(told).toContainText(/Done in .*cat, \d/)
})
