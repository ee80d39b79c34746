import { emptyFile } from './files.ts'
import { choose, expect, NOBODY, test } from './slipway.ts'
import { ADMIN } from './stack.ts'

test.use({ storageState: NOBODY })

test.describe('with a wrong password', () => {
  test.use({ expectedErrors: [/status of 401/] })

  test('the page says so and stays', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await page.getByLabel('User name').fill(ADMIN.username)
    await page.getByLabel('Password').fill('something else')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('The user name or password is wrong.')).toBeVisible()
    await expect(page).toHaveURL(/sign-in/)
  })
})

test('the administration sends to the sign-in of the page, and that back to it', async ({ page }) => {
  await page.goto('/admin/auth/user/')
  await expect(page).toHaveURL(/sign-in/)
  await page.getByLabel('User name').fill(ADMIN.username)
  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/admin\/auth\/user/)
  await expect(page.getByText(ADMIN.username, { exact: true }).first()).toBeVisible()
})

test('the right password leads to Try it, and signing out leads back', async ({ page, owner }) => {
  await page.goto('/')
  await page.getByLabel('User name').fill(owner.username)
  await page.getByLabel('Password').fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Drop pictures or sound here, or paste')).toBeVisible()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: `Signed in as ${owner.username}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect((await page.request.get('/api/v1/me')).status()).toBe(401)
})

test('whoever follows a link is led there after signing in', async ({ page, owner }) => {
  await page.goto('/models')
  await page.getByLabel('User name').fill(owner.username)
  await page.getByLabel('Password').fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
})

test('the next person at the same screen finds nothing of the one before', async ({ page, owner, newPerson }) => {
  const next = await newPerson()
  const refused = page.getByRole('region', { name: '1 file was not accepted' })
  await page.goto('/')
  for (const person of [owner, next]) {
    await page.getByLabel('User name').fill(person.username)
    await page.getByLabel('Password').fill(person.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('Drop pictures or sound here, or paste')).toBeVisible()
    if (person === next) break
    await choose(page, emptyFile())
    await expect(refused.getByText('empty.jpg')).toBeVisible()
    await page.getByRole('button', { name: /^Signed in as/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  }
  await expect(refused).toHaveCount(0)
})
