export const languages = ['curl', 'python', 'javascript'] as const
export type SnippetLanguage = (typeof languages)[number]
export const languageNames: Record<SnippetLanguage, string> = {
  curl: 'curl',
  python: 'Python',
  javascript: 'JavaScript',
}

export interface Call {
  /** Scheme, host and port of this very page. */
  origin: string
  model: string
  /** Of the request; none where they are left out. */
  options?: Record<string, unknown>
  /** A file that the reader has, or could have. */
  file: string
  /** What to show where the secret goes: the first characters of the reader's own key. */
  key: string
  /** A few words beside it. */
  comment: string
}

/** A call that runs as it stands once the key is filled in. */
export function snippet(language: SnippetLanguage, call: Call): string {
  return writers[language]({ ...call, comment: call.comment.replace(/\s+/g, ' ') })
}

const writers: Record<SnippetLanguage, (call: Call) => string> = {
  curl: ({ origin, model, options, file, key, comment }) => `# ${comment}
SLIPWAY_KEY=${shell(key)}

curl -sS ${origin}/api/v1/predictions \\
  -H "Authorization: Bearer $SLIPWAY_KEY" \\
  -H "Prefer: wait=10" \\
  -F model=${shell(model)} \\${options ? `\n  --form-string ${shell(`options=${JSON.stringify(options)}`)} \\` : ''}
  -F ${shell(`file=@${formName(file)}`)}`,

  python: ({ origin, model, options, file, key, comment }) => `import time

import requests

PREDICTIONS = "${origin}/api/v1/predictions"
slipway = requests.Session()
# ${comment}
slipway.headers["Authorization"] = "Bearer " + ${literal(key)}

with open(${literal(file)}, "rb") as file:
    answer = slipway.post(
        PREDICTIONS,
        headers={"Prefer": "wait=10"},
        data={"model": ${literal(model)}${options ? `, "options": ${literal(JSON.stringify(options))}` : ''}},
        files={"file": file},
        timeout=30,
    )
prediction = answer.json()
while answer.ok and prediction["status"] in ("queued", "processing"):
    time.sleep(1)
    answer = slipway.get(f"{PREDICTIONS}/{prediction['id']}", timeout=30)
    prediction = answer.json()
if prediction["status"] != "succeeded":
    raise SystemExit((prediction.get("error") or prediction).get("detail", "It was canceled."))
print(prediction["output"])`,

  javascript: ({ origin, model, options, file, key, comment }) => `import { openAsBlob } from "node:fs";

const PREDICTIONS = "${origin}/api/v1/predictions";
// ${comment}
const Authorization = "Bearer " + ${literal(key)};

const form = new FormData();
form.append("model", ${literal(model)});${options ? `\nform.append("options", JSON.stringify(${JSON.stringify(options)}));` : ''}
form.append("file", await openAsBlob(${literal(file)}), ${literal(file)});

let answer = await fetch(PREDICTIONS, { method: "POST", headers: { Authorization, Prefer: "wait=10" }, body: form });
let prediction = await answer.json();
while (answer.ok && ["queued", "processing"].includes(prediction.status)) {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  answer = await fetch(\`\${PREDICTIONS}/\${prediction.id}\`, { headers: { Authorization } });
  prediction = await answer.json();
}
if (prediction.status !== "succeeded")
  throw new Error((prediction.error ?? prediction).detail ?? "It was canceled.");
console.log(prediction.output);`,
}

/** A word that the shell takes as it is, or one in single quotes. */
function shell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** curl reads `;` and `,` after a file's name as its own signs unless the name is quoted. */
function formName(name: string): string {
  return /[;,"\\]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name
}

/** JSON's strings are valid in Python and JavaScript. */
function literal(text: string): string {
  return JSON.stringify(text)
}
