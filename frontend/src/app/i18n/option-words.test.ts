import { expect, test } from 'vitest'
import { components } from '../../../openapi.json'
import { resources } from './en'

const kinds = components.schemas.SubmitRequest.properties.options.contentSchema.anyOf
const shapes = components.schemas as Record<string, { properties?: object }>
const declared = kinds.flatMap(({ $ref }) => Object.keys(shapes[$ref.split('/').at(-1) ?? '']?.properties ?? {}))

test('each option of a request has a name and a hint, and no others are kept', () => {
  expect(Object.keys(resources.uploads.option).sort()).toEqual([...new Set(declared)].sort())
})
