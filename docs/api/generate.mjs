// Writes the Postman collection from frontend/openapi.json: a walk through the API with assertions, then every call.
// `node generate.mjs --check` writes nothing and fails if the collection in the repository is another one.
import { readFileSync, writeFileSync } from 'node:fs'
import './no-dice.mjs'
import converter from 'openapi-to-postmanv2'
import { walk } from './walk.mjs'

const DOCUMENT = new URL('../../frontend/openapi.json', import.meta.url)
const COLLECTION = new URL('slipway.postman_collection.json', import.meta.url)
const OPTIONS = { folderStrategy: 'Paths', parametersResolution: 'Schema', requestNameSource: 'Fallback' }

function convert(data) {
  return new Promise((accept, fail) => {
    converter.convert({ type: 'string', data }, OPTIONS, (error, answer) => {
      if (error || !answer.result) fail(error ?? new Error(answer.reason))
      else accept(answer.output[0].data)
    })
  })
}

/** Requests and folders without what changes at each run, and with what is optional switched off. */
function tidy(items) {
  return items.map((item) => (item.item ? { name: item.name, item: tidy(item.item) } : { name: item.name, request: tidyRequest(item.request) }))
}

function tidyRequest({ method, url, header, body, description }) {
  const off = (entries) => entries.map(({ key, value, description }) => ({ key, value, description, disabled: true }))
  return {
    method,
    description: description?.content,
    url: { host: ['{{base_url}}'], path: url.path, query: off(url.query), variable: url.variable.map(({ key, value }) => ({ key, value })) },
    header: off(header.filter(({ key }) => !['Accept', 'Content-Type'].includes(key))),
    ...(body?.mode === 'formdata' && { body: { mode: 'formdata', formdata: body.formdata.map(tidyField) } }),
    ...(body?.mode === 'raw' && { body: { mode: 'raw', raw: body.raw, options: { raw: { language: 'json' } } } }),
  }
}

function tidyField({ key, value, description }) {
  return key === 'file' ? { key, type: 'file', src: null, description } : { key, type: 'text', value, description, disabled: true }
}

/** A request of the collection by its method and path, as `/api/v1/predictions/:prediction_id`. */
function finder(items) {
  const all = (list) => list.flatMap((item) => (item.item ? all(item.item) : [item]))
  return (method, path) => {
    const found = all(items).find(({ request }) => request.method === method && `/${request.url.path.join('/')}` === path)
    if (!found) throw new Error(`The schema has no ${method} ${path}`)
    return structuredClone(found)
  }
}

const { info, item } = await convert(readFileSync(DOCUMENT, 'utf8'))
const every = tidy(item)
const collection = {
  info: { name: info.name, description: info.description.content, schema: info.schema },
  auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{key}}', type: 'string' }] },
  variable: [
    { key: 'base_url', value: 'http://127.0.0.1:8000' },
    { key: 'key', value: '' },
  ],
  item: [
    { name: 'A walk', description: 'Run in this order, with files of your own.', item: walk(finder(every)) },
    { name: 'Every call', item: every },
  ],
}

const text = `${JSON.stringify(collection, null, 1)}\n`
if (!process.argv.includes('--check')) writeFileSync(COLLECTION, text)
else if (readFileSync(COLLECTION, 'utf8') !== text) {
  console.error('docs/api/slipway.postman_collection.json is not what frontend/openapi.json says: run `make openapi`.')
  process.exit(1)
}
