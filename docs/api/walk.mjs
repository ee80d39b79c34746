// What a program does with Slipway, in order, with what must hold. newman runs it against the real stack.

const POST = ['POST', '/api/v1/predictions']
const ONE = '/api/v1/predictions/:prediction_id'

/** A step: its name, the request of the schema, what to fill in, and the lines of its test. */
const STEPS = [
  ['The key says who asks', 'GET', '/api/v1/me', {}, [
    'status(200)',
    'pm.expect(body.username).to.be.a("string")',
  ]],
  ['Without a key there is nothing to see', 'GET', '/api/v1/me', { auth: { type: 'noauth' } }, [
    'problem(401, "not_authenticated")',
    'pm.response.to.have.header("WWW-Authenticate", "Bearer")',
  ]],
  ['A key makes no keys', 'GET', '/api/v1/api-keys', {}, ['problem(403, "permission_denied")']],
  ['The limits', 'GET', '/api/v1/limits', { auth: { type: 'noauth' } }, [
    'status(200)',
    'pm.expect(body.max_bytes).to.be.above(0)',
    'pm.expect(body.image_types).to.include("image/jpeg")',
  ]],
  ['The models', 'GET', '/api/v1/models', {}, [
    'status(200)',
    'pm.expect(body.results).to.not.be.empty',
  ]],
  ['A photo, answered at once', ...POST, { file: '{{image}}', header: { Prefer: 'wait=30' } }, [
    'status(201)',
    'pm.response.to.have.header("Preference-Applied", "wait=30")',
    'pm.expect(body.status).to.equal("succeeded")',
    'pm.expect(body.output.labels).to.not.be.empty',
    'pm.expect(pm.response.headers.get("Location")).to.include(body.id)',
    'pm.collectionVariables.set("prediction", body.id)',
  ]],
  ['Speech, answered at once', ...POST, { file: '{{sound}}', header: { Prefer: 'wait=60' } }, [
    'status(201)',
    'pm.expect(body.status).to.equal("succeeded")',
    'pm.expect(body.kind).to.equal("speech-recognition")',
    'pm.expect(body.output.text).to.be.a("string")',
  ]],
  ['The same prediction again', 'GET', ONE, {}, [
    'status(200)',
    'pm.expect(body.id).to.equal(pm.collectionVariables.get("prediction"))',
  ]],
  ['My predictions, one to a page', 'GET', '/api/v1/predictions', { query: { limit: '1' } }, [
    'status(200)',
    'pm.expect(body.results).to.have.lengthOf(1)',
    'pm.expect(body.next).to.be.a("string")',
  ]],
  ['What happened to it', 'GET', `${ONE}/events`, {}, [
    'status(200)',
    'pm.expect(body.results.at(-1).data.status).to.equal("succeeded")',
  ]],
  ['The uploaded bytes', 'GET', `${ONE}/input`, {}, [
    'status(200)',
    'pm.expect(pm.response.headers.get("Content-Disposition")).to.include("attachment")',
    'pm.response.to.have.header("X-Content-Type-Options", "nosniff")',
  ]],
  ['What the right answer was', 'PUT', `${ONE}/feedback`, { json: { correct: true } }, ['status(200)']],
  ['A finished one cannot be cancelled', 'POST', `${ONE}/cancel`, {}, ['problem(409, "conflict")']],
  ['The same key and body, the first time', ...POST, { file: '{{image}}', header: { 'Idempotency-Key': '{{once}}' } }, [
    'status(202)',
    'pm.collectionVariables.set("first", body.id)',
  ]],
  ['The same key and body, the second time', ...POST, { file: '{{image}}', header: { 'Idempotency-Key': '{{once}}' } }, [
    'pm.expect(body.id).to.equal(pm.collectionVariables.get("first"))',
  ]],
  ['The same key and another body', ...POST, { file: '{{sound}}', header: { 'Idempotency-Key': '{{once}}' } }, [
    'status(422)',
  ]],
  ['A truncated photo', ...POST, { file: '{{truncated}}' }, ['problem(422, "invalid_media")']],
  ['A text named .png', ...POST, { file: '{{text}}' }, ['problem(415, "unsupported_media_type")']],
  ['A form without file', ...POST, {}, ['problem(400, "invalid_request")']],
  ['A model that does not exist', ...POST, { file: '{{image}}', field: { model: 'no-such-model' } }, [
    'problem(422, "unknown_model")',
  ]],
  ['An option out of range', ...POST, { file: '{{image}}', field: { options: '{"top_k": 0}' } }, [
    'problem(422, "invalid_options")',
  ]],
  ['A ticket for the websocket', 'POST', '/api/v1/ws-tickets', {}, [
    'status(201)',
    'pm.expect(body.ticket).to.be.a("string")',
  ]],
  ['It goes', 'DELETE', ONE, {}, ['status(204)']],
  ['And is gone', 'GET', ONE, {}, ['problem(404, "not_found")']],
]

const ASSERTIONS = [
  'const body = (pm.response.headers.get("Content-Type") ?? "").includes("json") ? pm.response.json() : null',
  'const status = (number) => pm.response.to.have.status(number)',
  'const problem = (number, code) => {',
  '  status(number)',
  '  pm.expect(pm.response.headers.get("Content-Type")).to.equal("application/problem+json")',
  '  pm.expect(body.code).to.equal(code)',
  '  pm.expect(body.request_id).to.equal(pm.response.headers.get("X-Request-ID"))',
  '}',
]

/** The walk's requests, each taken from the schema by `find(method, path)`. */
export function walk(find) {
  return STEPS.map(([name, method, path, fill, tests]) => {
    const { request } = find(method, path)
    const exec = [...ASSERTIONS, `pm.test(${JSON.stringify(name)}, () => {`, ...tests.map((line) => `  ${line}`), '})']
    return { name, request: filled(request, fill), event: [{ listen: 'test', script: { type: 'text/javascript', exec } }] }
  })
}

function filled(request, { auth, file, header = {}, query = {}, field = {}, json }) {
  const set = (entries, values) => entries.filter(({ key }) => key in values).map(({ key }) => ({ key, value: values[key] }))
  const { url } = request
  const form = [...(file ? [{ key: 'file', type: 'file', src: file }] : []), ...Object.entries(field).map(([key, value]) => ({ key, type: 'text', value }))]
  return {
    ...request,
    ...(auth && { auth }),
    url: { ...url, query: set(url.query, query), variable: url.variable.map(({ key }) => ({ key, value: '{{prediction}}' })) },
    header: set(request.header, header),
    ...(request.body?.mode === 'formdata' && { body: { mode: 'formdata', formdata: form } }),
    ...(json && { body: { ...request.body, raw: JSON.stringify(json) } }),
  }
}
