import { bombPng, emptyFile, fixture, photo, type TestFile, textNamedPng, truncatedPhoto } from './files.ts'
import { card, choose, expect, test } from './slipway.ts'

test.use({ expectedErrors: [/status of 4(13|15|22)/] })

const cases: { what: string; file: () => TestFile; sentence: RegExp }[] = [
  { what: 'a truncated JPEG', file: truncatedPhoto, sentence: /truncated|damaged|incomplete|corrupt|ends/i },
  { what: 'a text named .png', file: textNamedPng, sentence: /neither|no (image|picture)|not (an? )?(image|picture)|cannot be read|image or sound/i },
  { what: 'an empty file', file: emptyFile, sentence: /This file is empty/ },
  { what: 'a picture of 20,000 × 20,000 pixels', file: () => bombPng(20_000), sentence: /20.?000|400.?000.?000|megapixel/i },
  { what: 'an MP4 video', file: () => fixture('clip.mp4'), sentence: /neither a picture nor a sound/ },
  { what: 'a WebM that has pictures and no sound', file: () => fixture('clip.webm'), sentence: /video|no sound/i },
]

for (const { what, file, sentence } of cases) {
  test(`${what} is refused on its card, in a sentence`, async ({ page }) => {
    await page.goto('/')
    const bad = file()
    await choose(page, bad)
    const refused = card(page, bad.name)
    await expect(refused.getByText('Not accepted')).toBeVisible()
    await expect(refused.getByText(sentence)).toBeVisible()
    await refused.getByRole('button', { name: 'Discard' }).click()
    await expect(refused).toHaveCount(0)
  })
}

test('a bad file does not hurt its neighbours', async ({ page }) => {
  await page.goto('/')
  await choose(page, [photo('good.jpg'), textNamedPng(), photo('better.jpg')])
  await expect(card(page, 'good.jpg').getByText(/^Done/)).toBeVisible()
  await expect(card(page, 'better.jpg').getByText(/^Done/)).toBeVisible()
  await expect(card(page, 'text.png').getByText('Not accepted')).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: '2 of 3 done' })).toContainText('1 failed')
})

test('an MP3 of silence gives an empty text', async ({ page }) => {
  await page.goto('/')
  await choose(page, fixture('silence.mp3'))
  await expect(card(page, 'silence.mp3').getByText('No words were heard.').last()).toBeVisible()
})
