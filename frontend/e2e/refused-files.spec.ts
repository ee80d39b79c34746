import { bombPng, emptyFile, fixture, odd, photo, type TestFile, textNamedPng, truncatedPhoto } from './files.ts'
import { card, choose, csrfToken, expect, test } from './slipway.ts'

test.use({ expectedErrors: [/status of 4(13|15|22)/] })

interface Case {
  what: string
  file: () => TestFile
  sentence: RegExp
  /** What a program gets. */
  status: number
  code: string
}

const cases: Case[] = [
  {
    what: 'a truncated JPEG',
    file: truncatedPhoto,
    sentence: /truncated|damaged|incomplete|corrupt|ends/i,
    status: 422,
    code: 'invalid_media',
  },
  {
    what: 'a text named .png',
    file: textNamedPng,
    sentence: /neither|no (image|picture)|not (an? )?(image|picture)|cannot be read|image or sound/i,
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'an empty file',
    file: emptyFile,
    sentence: /This file is empty/,
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'a picture of 20,000 × 20,000 pixels',
    file: () => bombPng(20_000),
    sentence: /more than 50.?M pixels/,
    status: 413,
    code: 'too_large',
  },
  {
    what: 'an MP4 video that has no sound',
    file: () => fixture('clip.mp4'),
    sentence: /no sound in this video/,
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'a WebM that has pictures and no sound',
    file: () => fixture('clip.webm'),
    sentence: /video|no sound/i,
    status: 415,
    code: 'unsupported_media_type',
  },
]

for (const { what, file, sentence, status, code } of cases) {
  test(`${what} is refused in one line, and to a program by its code`, async ({ page, owner }) => {
    const bad = file()
    await page.goto('/')
    await choose(page, bad)
    const refused = page.getByRole('region', { name: '1 file was not accepted' })
    await expect(refused.getByRole('listitem')).toContainText(bad.name)
    await expect(refused.getByText(sentence)).toBeVisible()
    await refused.getByRole('button', { name: `Discard ${bad.name}` }).click()
    await expect(refused).toHaveCount(0)

    const headers = { 'X-CSRFToken': await csrfToken(owner) }
    const answer = await owner.api.post('/api/v1/predictions', { multipart: { file: bad }, headers })
    expect(answer.headers()['content-type']).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({ status, code })
  })
}

test('a bad file does not hurt its neighbours', async ({ page }) => {
  await page.goto('/')
  await choose(page, [photo('good.jpg'), textNamedPng(), photo('better.jpg')])
  await expect(card(page, 'good.jpg').getByText(/^Done/)).toBeVisible()
  await expect(card(page, 'better.jpg').getByText(/^Done/)).toBeVisible()
  await expect(page.getByRole('region', { name: '1 file was not accepted' })).toContainText('text.png')
  await expect(page.getByRole('status').filter({ hasText: '2 of 2 done' })).toBeVisible()
})

test('the sound of a video is read, and the photo of an iPhone', async ({ page }) => {
  await page.goto('/')
  await choose(page, [odd('meeting.mp4'), odd('IMG_0412.HEIC')])
  await expect(card(page, 'meeting.mp4').getByText(/^Done/)).toBeVisible()
  await expect(card(page, 'IMG_0412.HEIC').getByText(/^Done/)).toBeVisible()
  await expect(card(page, 'IMG_0412.HEIC').getByText('ship').first()).toBeVisible()
})

test('an MP3 of silence gives an empty text', async ({ page }) => {
  await page.goto('/')
  await choose(page, fixture('silence.mp3'))
  await expect(card(page, 'silence.mp3').getByText('No speech heard.').last()).toBeVisible()
})
