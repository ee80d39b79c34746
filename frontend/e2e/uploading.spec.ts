import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { examples, photo, speech } from './files.ts'
import { card, choose, expect, test } from './slipway.ts'

test('a photo becomes its label, without a reload', async ({ page }) => {
  await page.goto('/')
  await choose(page, photo('my-cat.jpg'))
  const answer = card(page, 'my-cat.jpg')
  await expect(answer.getByText(/^Done/)).toBeVisible()
  await expect(answer.getByText('cat', { exact: true })).toBeVisible()
  await expect(answer.getByText(/^\d\d\.\d\s%$/)).toBeVisible()
  await expect(answer.getByRole('img', { name: 'my-cat.jpg' })).toBeVisible()
})

test('speech becomes its text, whose words play from where they were said', async ({ page }) => {
  await page.goto('/')
  await choose(page, speech('note.opus'))
  const answer = card(page, 'note.opus')
  await expect(answer.getByText(/^Done/)).toBeVisible()
  await expect(answer.getByRole('button', { name: /^FIVE, at/i })).toBeVisible()
  await answer.getByRole('button', { name: /^THREE, at/i }).click()
  await expect(answer.getByRole('button', { name: 'Pause' })).toBeVisible()
})

test('a chosen option goes along with the files of its kind, and a reload keeps it', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Options' }).click()
  await page.getByRole('textbox', { name: 'Labels' }).fill('2')
  await page.keyboard.press('Escape')
  await page.reload()
  await choose(page, [photo('two.jpg'), speech('note.opus')])
  await expect(card(page, 'two.jpg').getByText(/^Done/)).toBeVisible()
  const answer = await page.request.get('/api/v1/predictions?q=two.jpg')
  expect(await answer.json()).toMatchObject({ results: [{ options: { top_k: 2 } }] })
  await expect(card(page, 'note.opus').getByText(/^Done/)).toBeVisible()
})

const answers: Record<string, RegExp> = {
  'cat.jpg': /^cat, \d/,
  'moose.jpg': /^deer, \d/,
  'digits.opus': /^one five two one three$/i,
  'stop.opus': /^stop$/i,
}

test('each example is answered rightly, with one click', async ({ page, context }) => {
  expect(examples).toHaveLength(4)
  for (const example of examples) {
    // The examples are there for as long as there is nothing else to look at.
    await page.goto('/')
    await page.getByRole('button', { name: example.title.en }).click()
    await expect(card(page, example.file).getByText(/^Done/)).toBeVisible()
    await expect(card(page, example.file).locator('[aria-live] .sr-only')).toHaveText(answers[example.file]!)
    const list = await context.request.get('/api/v1/predictions')
    const { results } = (await list.json()) as { results: { id: string }[] }
    expect(results).toHaveLength(1)
    const token = (await context.cookies()).find((cookie) => cookie.name === 'csrftoken')?.value ?? ''
    await context.request.delete(`/api/v1/predictions/${results[0]!.id}`, { headers: { 'X-CSRFToken': token } })
  }
})

test('several files of both kinds are counted and answered together', async ({ page }) => {
  await page.goto('/')
  const photos = ['a', 'b', 'c', 'd', 'e'].map((name) => photo(`${name}.jpg`))
  await choose(page, [...photos, speech('f.opus')])
  await expect(page.getByRole('status').filter({ hasText: '6 of 6 done' })).toBeVisible()
  await page.getByRole('radio', { name: 'Table' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'jpg' })).toHaveCount(5)
})

test('files that are chosen together stand in the order in which they were chosen', async ({ page }) => {
  await page.goto('/')
  const names = Array.from({ length: 12 }, (_, index) => `photo ${index + 1}.jpg`)
  await choose(
    page,
    names.map((name) => photo(name)),
  )
  await expect(page.getByRole('status').filter({ hasText: '12 of 12 done' })).toBeVisible()
  await page.getByRole('radio', { name: 'Table' }).click()
  await expect(page.getByRole('row').getByRole('link')).toHaveText(names.toReversed())
})

test('a file that is dropped on the window or pasted is taken too', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText('Drop pictures or sound here, or paste')).toBeVisible()
  const { name, mimeType, buffer } = photo('dropped.jpg')
  await page.evaluate(
    ([file, type, base64]) => {
      const bytes = Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0))
      for (const [event, title] of [
        ['drop', file!],
        ['paste', `pasted-${file}`],
      ] as const) {
        const data = new DataTransfer()
        data.items.add(new File([bytes], title, { type: type! }))
        const init = { bubbles: true, cancelable: true }
        document.body.dispatchEvent(
          event === 'drop'
            ? new DragEvent(event, { ...init, dataTransfer: data })
            : new ClipboardEvent(event, { ...init, clipboardData: data }),
        )
      }
    },
    [name, mimeType, buffer.toString('base64')],
  )
  await expect(card(page, 'dropped.jpg').getByText(/^Done/)).toBeVisible()
  await expect(card(page, 'pasted-dropped.jpg').getByText(/^Done/)).toBeVisible()
})

/** A folder with a photo, and one in a folder of its own. */
function folderOfPhotos(parent: string): string {
  const folder = join(parent, 'holiday')
  mkdirSync(join(folder, 'second day'), { recursive: true })
  writeFileSync(join(folder, 'beach.jpg'), photo().buffer)
  writeFileSync(join(folder, '.hidden'), 'x')
  writeFileSync(join(folder, 'second day', 'forest.jpg'), photo().buffer)
  return folder
}

test('a folder that is dropped is taken with all that is in it', async ({ page }, { outputDir }) => {
  await page.goto('/')
  await expect(page.getByText('Drop pictures or sound here, or paste')).toBeVisible()
  const browser = await page.context().newCDPSession(page)
  const data = { items: [], files: [folderOfPhotos(outputDir)], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await browser.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  }
  for (const name of ['beach.jpg', 'forest.jpg']) await expect(card(page, name).getByText(/^Done/)).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(2)
})

test('a folder can be chosen', async ({ page }, { outputDir }) => {
  await page.goto('/')
  const [window] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a folder' }).click(),
  ])
  await window.setFiles(folderOfPhotos(outputDir))
  for (const name of ['beach.jpg', 'forest.jpg']) await expect(card(page, name).getByText(/^Done/)).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(2)
})

test('a card says its place in the queue and when to expect the answer', async ({ page, worker }) => {
  await page.goto('/')
  worker.pause()
  await choose(page, [photo('first.jpg'), photo('second.jpg')])
  await expect(page.getByText('2 waiting')).toBeVisible()
  await expect(page.getByText(/^Next in line/)).toBeVisible()
  await expect(page.getByText(/^2nd in line/)).toBeVisible()
  worker.resume()
  await expect(page.getByText(/^Done/)).toHaveCount(2)
})
