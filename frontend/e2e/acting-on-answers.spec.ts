import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { photo, speech } from './files.ts'
import { card, choose, expect, predictionsOf, test } from './slipway.ts'

async function answered(page: Page, name: string, file = photo(name)): Promise<Locator> {
  await page.goto('/')
  await choose(page, file)
  const answer = card(page, name)
  await expect(answer.getByText(/^Done/)).toBeVisible()
  return answer
}

async function more(page: Page, answer: Locator, item: string | RegExp): Promise<void> {
  await answer.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

async function downloaded(page: Page, click: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()])
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') }
}

test('a waiting file can be canceled and run again', async ({ page, worker }) => {
  await page.goto('/')
  worker.pause()
  await choose(page, photo('changed-my-mind.jpg'))
  const waiting = card(page, 'changed-my-mind.jpg')
  await expect(waiting.getByText(/in line/)).toBeVisible()
  await waiting.getByRole('button', { name: 'Cancel' }).click()
  await expect(waiting.getByText('Canceled', { exact: true })).toBeVisible()
  worker.resume()
  await waiting.getByRole('button', { name: 'Run again' }).click()
  await expect(waiting).toHaveCount(2)
  await expect(waiting.first().getByText(/^Done/)).toBeVisible()
  await expect(waiting.last().getByText('Canceled', { exact: true })).toBeVisible()
})

test('the rest of many files can be canceled in one go', async ({ page, worker }) => {
  await page.goto('/')
  worker.pause()
  await choose(
    page,
    ['a', 'b', 'c', 'd'].map((name) => photo(`${name}.jpg`)),
  )
  await expect(page.getByText(/in line/).first()).toBeVisible()
  await expect(page.getByText('4 waiting')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel the rest' }).click()
  await expect(page.getByRole('article').getByText('Canceled', { exact: true })).toHaveCount(4)
  worker.resume()
})

test('a delete can be undone, and one that is not undone is final', async ({ page, owner }) => {
  const answer = await answered(page, 'going.jpg')
  await more(page, answer, 'Delete')
  await expect(answer).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(answer).toBeVisible()
  expect(await predictionsOf(owner)).toHaveLength(1)

  await more(page, answer, 'Delete')
  await expect(answer).toHaveCount(0)
  await expect.poll(async () => (await predictionsOf(owner)).length).toBe(0)
})

test('a delete can be undone after a reload, and in another tab', async ({ page, context, owner }) => {
  const answer = await answered(page, 'coming-back.jpg')
  await more(page, answer, 'Delete')
  await expect(answer).toHaveCount(0)
  await page.reload()
  await expect(page.getByText('1 answer deleted')).toBeVisible()
  await expect(answer).toHaveCount(0)
  const other = await context.newPage()
  await other.goto('/history')
  await other.getByRole('button', { name: 'Undo' }).click()
  await expect(other.getByRole('row').filter({ hasText: 'coming-back.jpg' })).toBeVisible()
  await expect(answer).toBeVisible()
  await expect(page.getByText('1 answer deleted')).toHaveCount(0)
  expect(await predictionsOf(owner)).toHaveLength(1)
})

test('what was deleted is gone although the tab was closed before the time to undo had passed', async ({
  page,
  owner,
}) => {
  const answer = await answered(page, 'gone.jpg')
  await more(page, answer, 'Delete')
  await expect(answer).toHaveCount(0)
  await page.close({ runBeforeUnload: true })
  await expect.poll(async () => (await predictionsOf(owner)).length).toBe(0)
})

test('a wrong label is corrected by keyboard, and the page shows what it keeps', async ({ page }) => {
  const answer = await answered(page, 'not-a-cat.jpg')
  await answer.getByRole('button', { name: 'Wrong?' }).click()
  const search = page.getByRole('combobox', { name: 'Search the labels' })
  await search.fill('hor')
  await expect(page.getByRole('option')).toHaveText(['horse'])
  await search.press('Enter')
  await expect(answer.getByText('Kept for the next data set as “horse”.')).toBeVisible()
  await page.reload()
  await expect(answer.getByText('Kept for the next data set as “horse”.')).toBeVisible()
})

test('a right label can be confirmed, copied and downloaded', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const answer = await answered(page, 'cat.jpg')
  await more(page, answer, 'This is right')
  await expect(answer.getByText('Kept for the next data set as right.')).toBeVisible()
  await answer.getByRole('button', { name: 'Copy' }).click()
  await expect(answer.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('cat')
  const json = await downloaded(page, () => more(page, answer, 'Download JSON'))
  expect(json.name).toBe('cat.json')
  expect(JSON.parse(json.text)).toMatchObject({
    status: 'succeeded',
    input: { name: 'cat.jpg' },
    feedback: { correct: true },
  })
})

test('everything can be exported as CSV, JSON and zip', async ({ page }) => {
  await answered(page, 'one.jpg')
  const take = (format: string) =>
    downloaded(page, async () => {
      await page.getByRole('button', { name: 'Export all' }).click()
      await page.getByRole('menuitem', { name: `As ${format}` }).click()
    })
  expect((await take('CSV')).text).toMatch(/,one\.jpg,image-classification,succeeded,resnet-cifar10,/)
  expect(JSON.parse((await take('JSON')).text)).toHaveLength(1)
  expect((await take('zip')).text).toMatch(/^PK/)
})

test('a text is corrected in place, copied, and downloaded as subtitles', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const answer = await answered(page, 'note.opus', speech('note.opus'))
  await answer.getByRole('button', { name: 'Copy' }).click()
  await expect(answer.getByRole('button', { name: 'Copied' })).toBeVisible()
  const heard = await page.evaluate(() => navigator.clipboard.readText())
  expect(heard).not.toBe('')

  const srt = await downloaded(page, () => more(page, answer, /\.srt/))
  expect(srt.name).toMatch(/\.srt$/)
  expect(srt.text).toMatch(/^1\r?\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}/)
  const vtt = await downloaded(page, () => more(page, answer, /\.vtt/))
  expect(vtt.text).toMatch(/^WEBVTT/)
  const txt = await downloaded(page, () => more(page, answer, /\.txt/))
  expect(txt.text.trim().replaceAll(/\s+/g, ' ')).toBe(heard)

  await answer.getByRole('button', { name: 'Edit text' }).click()
  const text = answer.getByRole('textbox', { name: 'What was really said?' })
  await expect(text).toBeFocused()
  await text.fill('EIGHT OF CLUBS')
  await text.press('Control+Enter')
  await expect(answer.getByText('Kept for the next data set as “EIGHT OF CLUBS”.')).toBeVisible()

  await answer.getByRole('button', { name: /^CLUBS/ }).dblclick()
  await answer.getByRole('textbox', { name: 'Correct “CLUBS”' }).fill('HEARTS')
  await page.keyboard.press('Enter')
  await expect(answer.getByText('Kept for the next data set as “EIGHT OF HEARTS”.')).toBeVisible()
  const corrected = await downloaded(page, () => more(page, answer, /\.srt/))
  expect(corrected.text).toContain('EIGHT OF HEARTS')
  await page.goto('/history?q=hearts')
  await expect(page.getByRole('row').filter({ hasText: 'EIGHT OF HEARTS' })).toBeVisible()

  await page.goto('/')
  await answer.getByRole('button', { name: 'Undo' }).click()
  await expect(answer.getByText(/Kept for the next data set/)).toHaveCount(0)
  const again = await downloaded(page, () => more(page, answer, /\.txt/))
  expect(again.text.trim().replaceAll(/\s+/g, ' ')).toBe(heard)
})
