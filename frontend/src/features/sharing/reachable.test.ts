import { expect, test } from 'vitest'
import { isReachable } from './reachable'

test('names of a computer for itself lead nobody else to it', () => {
  expect(['localhost', 'a.localhost', '127.0.0.1', '127.1.2.3', '[::1]'].map(isReachable)).toEqual(Array(5).fill(false))
  expect(['192.168.0.7', 'tea.example.org', '[fe80::1]', '10.127.0.1'].map(isReachable)).toEqual(Array(4).fill(true))
})
