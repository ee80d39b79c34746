import { DESKTOP, expectNoFindings, PHONE } from './axe.ts'
import { fixture, photo } from './files.ts'
import { expect, NOBODY, predictionsOf, test } from './slipway.ts'

test.use({ storageState: async ({ operator }, use) => use(operator.cookies), expectedErrors: [/status of 410/] })

test('a colleague without an account takes a picture by a link, until the link is ended', async ({ page, browser }) => {
  await page.setViewportSize(DESKTOP)
  await page.goto('/models/resnet-cifar10')
  await page.getByRole('button', { name: 'Share' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('tea fair')
  await expectNoFindings(page, 'a link to be made')
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  const address = (await dialog.getByTestId('link').textContent()) ?? ''
  expect(address).toMatch(/\/s#[\w-]{22}$/)
  await expect(dialog.getByText('A phone cannot open this address')).toBeVisible()
  await expectNoFindings(page, 'a link')

  const phone = await browser.newContext({ storageState: NOBODY, viewport: PHONE, hasTouch: true, isMobile: true })
  const guest = await phone.newPage()
  const asked: string[] = []
  guest.on('request', (request) => asked.push(request.url()))
  await guest.goto(address)
  await expect(guest.getByRole('heading', { level: 1 })).toContainText(/ResNet/)
  await expectNoFindings(guest, 'what a link opens')
  const chooser = guest.waitForEvent('filechooser')
  await guest.getByRole('button', { name: 'Camera' }).click()
  await (await chooser).setFiles(photo('cup.jpg'))
  await expect(guest.getByText(/\d\s*% sure|^Maybe /)).toBeVisible()
  await expectNoFindings(guest, 'an answer to a guest')
  expect(asked.filter((url) => url.includes(address.split('#')[1]!))).toEqual([])
  await guest.reload()
  await expect(guest.getByText(/\d\s*% sure|^Maybe /)).toBeVisible()

  await page.goto('/history')
  await expect(page.getByRole('img', { name: 'By the link “tea fair”' }).first()).toBeVisible()
  await page.goto('/models/resnet-cifar10')
  await page.getByRole('button', { name: 'Share' }).click()
  await expect(dialog.getByText('1 file', { exact: true })).toBeVisible()
  await expectNoFindings(page, 'links')
  await dialog.getByRole('button', { name: 'End the link “tea fair”' }).click()
  await expect(dialog.getByText('ended', { exact: true })).toBeVisible()
  await guest.reload()
  await expect(guest.getByText('This link has ended')).toBeVisible()
  await expectNoFindings(guest, 'a link that has ended')
  await phone.close()
})

test('a guest of a speech model says what will be said', async ({ page, browser, operator }) => {
  await page.goto('/models/wav2vec2-small')
  await page.getByRole('button', { name: 'Share' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('counting')
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  const address = (await dialog.getByTestId('link').textContent()) ?? ''

  const phone = await browser.newContext({ storageState: NOBODY, viewport: PHONE, hasTouch: true, isMobile: true })
  const guest = await phone.newPage()
  await guest.goto(address)
  const spoken = guest.getByRole('combobox', { name: 'What will you say?' })
  await spoken.focus()
  await guest.keyboard.press('Enter')
  await guest.keyboard.type('digits')
  await guest.keyboard.press('Enter')
  await expect(spoken).toHaveText('digits')
  await expectNoFindings(guest, 'what will be said')
  await guest.reload()
  await expect(spoken).toHaveText('digits')
  const chooser = guest.waitForEvent('filechooser')
  await guest.getByRole('button', { name: 'Choose a sound' }).click()
  await (await chooser).setFiles(fixture('microphone.wav'))
  await expect(guest.getByText(/\d\s*% sure/)).toBeVisible()
  const [{ id }] = (await predictionsOf(operator)) as [{ id: string }]
  expect(await (await operator.api.get(`/api/v1/predictions/${id}`)).json()).toMatchObject({
    options: { grammar: 'digits' },
  })
  await phone.close()
})
