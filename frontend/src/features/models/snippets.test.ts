import { expect, test } from 'vitest'
import { snippet, type Call } from './snippets'

const call: Call = {
  origin: 'https://slipway.example:8443',
  model: 'resnet-cifar10',
  file: 'cat.jpg',
  key: 'slip_ab12cd34_…',
  comment: 'your key',
}

test('curl calls the address that the reader is on, waits, and names key, model and file', () => {
  expect(snippet('curl', call)).toBe(`# your key
SLIPWAY_KEY='slip_ab12cd34_…'

curl -sS https://slipway.example:8443/api/v1/predictions \\
  -H "Authorization: Bearer $SLIPWAY_KEY" \\
  -H "Prefer: wait=10" \\
  -F model=resnet-cifar10 \\
  -F file=@cat.jpg`)
})

test('options are sent as the request had them', () => {
  const asked = { ...call, options: { top_k: 3, one_of: ["it's", 'no'] } }
  expect(snippet('curl', asked)).toContain(`  --form-string 'options={"top_k":3,"one_of":["it'\\''s","no"]}' \\\n`)
  expect(snippet('python', asked)).toContain(
    `data={"model": "resnet-cifar10", "options": "{\\"top_k\\":3,\\"one_of\\":[\\"it's\\",\\"no\\"]}"},`,
  )
  expect(snippet('javascript', asked)).toContain(
    `form.append("options", JSON.stringify({"top_k":3,"one_of":["it's","no"]}));`,
  )
})

test('a file name with quotes and semicolons survives the shell and curl', () => {
  expect(snippet('curl', { ...call, file: `it's; "new".jpg` })).toContain(`-F 'file=@"it'\\''s; \\"new\\".jpg"'`)
})

test('a file name with quotes survives Python and JavaScript', () => {
  expect(snippet('python', { ...call, file: 'a "b".wav' })).toContain('open("a \\"b\\".wav", "rb")')
  expect(snippet('javascript', { ...call, file: 'a "b".wav' })).toContain(
    'openAsBlob("a \\"b\\".wav"), "a \\"b\\".wav")',
  )
})

test('a key whose name has a line break cannot break out of the comment', () => {
  expect(snippet('python', { ...call, comment: 'x\nimport os' })).toContain('# x import os')
})

test.each(['python', 'javascript'] as const)(
  '%s asks again while it takes longer, and tells what failed',
  (language) => {
    const code = snippet(language, call)
    expect(code).toContain('https://slipway.example:8443/api/v1/predictions"')
    expect(code).toMatch(/while .*"queued", "processing"/)
    expect(code).toMatch(/detail.*It was canceled\./)
  },
)
