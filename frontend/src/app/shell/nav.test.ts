import { expect, test } from 'vitest'
import { placeAt, placesFor } from './nav'

const places = placesFor({ is_staff: true, can_train: true })

test.each([
  ['/', 'tryIt'],
  ['/history', 'history'],
  ['/predictions/0199', 'history'],
  ['/models/pets', 'models'],
  ['/teach/0199', 'models'],
  ['/training/runs/3', 'training'],
  ['/historical', undefined],
  ['/no-such-page', undefined],
])('%s belongs to %s', (path, word) => {
  expect(placeAt(path, places)?.word).toBe(word)
})
