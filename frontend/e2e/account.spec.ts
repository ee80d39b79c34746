import { photo } from './files.ts'
import { expect, NOBODY, test } from './slipway.ts'

test('a key made in the page answers a program at once, until it is deleted', async ({ page, playwright, baseURL }) => {
  await page.goto('/account')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Name').fill('laptop script')
  await page.getByRole('button', { name: 'Create the key' }).click()
  const key = await page.getByTestId('new-key').innerText()
  expect(key).toMatch(/^slip_/)
  await page.getByRole('button', { name: 'I have saved it' }).click()
  await expect(page.getByText('laptop script')).toBeVisible()
  await expect(page.getByText(key)).toHaveCount(0)

  // As curl would: no cookie, one header.
  const program = await playwright.request.newContext({
    baseURL,
    storageState: NOBODY,
    extraHTTPHeaders: { Authorization: `Bearer ${key}` },
  })
  const call = () =>
    program.post('/api/v1/predictions', { multipart: { file: photo('by-curl.jpg') }, headers: { Prefer: 'wait=10' } })
  const answer = await call()
  expect(answer.status(), await answer.text()).toBe(201)
  expect(await answer.json()).toMatchObject({
    status: 'succeeded',
    output: { labels: [{ label: 'cat' }, {}, {}, {}, {}] },
  })

  // What the program sent is there in the page too.
  await page.getByRole('link', { name: 'History' }).first().click()
  await expect(page.getByRole('row').filter({ hasText: 'by-curl.jpg' })).toBeVisible()

  await page.goto('/account')
  await page.getByRole('button', { name: 'Delete the key laptop script' }).click()
  await page.getByRole('button', { name: 'Delete the key', exact: true }).click()
  await expect(page.getByText('No keys yet')).toBeVisible()
  expect((await call()).status()).toBe(401)
  await program.dispose()
})

test.describe('the password', () => {
  test.use({ storageState: NOBODY, expectedErrors: [/status of 40[01]/] })

  test('is changed with the old one only, and then only the new one signs in', async ({ page, newPerson }) => {
    const person = await newPerson()
    const signIn = async (password: string) => {
      await page.getByLabel('User name').fill(person.username)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
    }
    const change = async (current: string, next: string) => {
      await page.getByLabel('Current password').fill(current)
      await page.getByLabel('New password', { exact: true }).fill(next)
      await page.getByLabel('Repeat the new password').fill(next)
      await page.getByRole('button', { name: 'Change the password' }).click()
    }
    await page.goto('/account')
    await signIn(person.password)
    await change('not the old one', 'a much better secret')
    await expect(page.getByLabel('Current password')).toHaveAttribute('aria-invalid', 'true')
    await change(person.password, 'a much better secret')
    await expect(page.getByText('Your password was changed.')).toBeVisible()
    expect((await page.request.get('/api/v1/me')).status()).toBe(200)

    await page.getByRole('button', { name: `Signed in as ${person.username}` }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await signIn(person.password)
    await expect(page.getByText('The user name or password is wrong.')).toBeVisible()
    await signIn('a much better secret')
    await expect(page.getByText('Drop pictures or sound here, or paste')).toBeVisible()
  })
})
