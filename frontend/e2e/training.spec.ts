import { zipSync } from 'fflate'
import { photo, speech } from './files.ts'
import { csrfToken, expect, type Person, test } from './slipway.ts'

const bytes = (file: { buffer: Buffer }) => new Uint8Array(file.buffer)

/** A folder of pictures for each of two classes, packed as people do. */
function archive(name: string) {
  const picture = bytes(photo())
  const buffer = Buffer.from(zipSync({ 'cat/1.jpg': picture, 'cat/2.jpg': picture, 'dog/1.jpg': picture }))
  return { name, mimeType: 'application/zip', buffer }
}

async function removeDataSets(operator: Person): Promise<void> {
  const headers = { 'X-CSRFToken': await csrfToken(operator) }
  const { results } = (await (await operator.api.get('/api/v1/data-sets')).json()) as {
    results: { slug: string; job: { id: string } }[]
  }
  for (const { slug, job } of results) {
    await operator.api.post(`/api/v1/jobs/${job.id}/cancel`, { headers })
    await operator.api.delete(`/api/v1/data-sets/${slug}`, { headers })
  }
}

test('whoever is no staff is led back, and the server refuses them too', async ({ page, owner }) => {
  await page.goto('/training/new-run')
  await expect(page.getByText('Drop pictures or sound here, or paste')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Training' })).toHaveCount(0)
  expect((await owner.api.get('/api/v1/data-sets')).status()).toBe(403)
})

test.describe('an operator', () => {
  test.use({ storageState: async ({ operator }, use) => use(operator.cookies) })
  test.beforeEach(({ operator }) => removeDataSets(operator))

  test('adds a data set, is told that no trainer is running, and takes it back', async ({ page }) => {
    await page.goto('/training')
    await expect(page.getByText('No trainer is running')).toBeVisible()
    await expect(page.getByText('make trainer', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'New data set' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('input[type=file]').setInputFiles(archive('Cats_and dogs.zip'))
    await expect(dialog.getByLabel('Title')).toHaveValue('Cats and dogs')
    await expect(dialog.getByLabel('Name')).toHaveValue('cats-and-dogs')
    await dialog.getByRole('button', { name: 'Add and check' }).click()

    await expect(page).toHaveURL(/\/training\/data-sets\/cats-and-dogs$/)
    await expect(page.getByText('Waiting for a trainer.')).toBeVisible()
    await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('The check was canceled')).toBeVisible()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(page).toHaveURL(/\/training$/)
    await expect(page.getByText('Cats and dogs')).toHaveCount(0)
  })

  test('is stopped before a file that is no archive is sent', async ({ page }) => {
    await page.goto('/training')
    await page.getByRole('button', { name: 'New data set' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('input[type=file]').setInputFiles(speech('talk.opus'))
    await expect(dialog.getByText('talk.opus is not a zip, tar or npz file. Pack the files into a zip.')).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Add and check' })).toBeDisabled()
  })

  test.describe('who takes a name again', () => {
    test.use({ expectedErrors: [/status of 409/] })

    test('reads so beside the name, and keeps what was typed', async ({ page }) => {
      for (const taken of [false, true]) {
        await page.goto('/training')
        await page.getByRole('button', { name: 'New data set' }).click()
        const dialog = page.getByRole('dialog')
        await dialog.locator('input[type=file]').setInputFiles(archive('twice.zip'))
        await dialog.getByRole('button', { name: 'Add and check' }).click()
        if (taken)
          await expect(dialog.getByText("There is a data set 'twice' already; choose another name.")).toBeVisible()
        else await expect(page.getByText('Waiting for a trainer.')).toBeVisible()
      }
      await page.getByRole('dialog').getByLabel('Name').fill('another')
      await page.getByRole('dialog').getByRole('button', { name: 'Add and check' }).click()
      await expect(page).toHaveURL(/\/training\/data-sets\/another$/)
    })
  })

  test('finds the way from a model to its training', async ({ page }) => {
    await page.goto('/models/resnet-cifar10#version-1')
    await page.getByRole('link', { name: 'Make variants' }).first().click()
    await expect(page.getByText('Freeze a data set of this kind first')).toBeVisible()
    await page.goBack()
    await page.getByRole('link', { name: 'Fine-tune it' }).first().click()
    await expect(page.getByText('Nothing to train on yet')).toBeVisible()
  })
})
