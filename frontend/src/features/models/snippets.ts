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
  curl: ({ origin, model, file, key, comment }) => `# ${comment}
SLIPWAY_KEY=${shell(key)}

curl -sS ${origin}/api/v1/predictions \\
  -H "Authorization: Bearer $SLIPWAY_KEY" \\
  -H "Prefer: wait=10" \\
  -F model=${shell(model)} \\
  -F ${shell(`file=@${formName(file)}`)}`,

  python: ({ origin, model, file, key, comment }) => `import requests

# ${comment}
KEY = ${literal(key)}

with open(${literal(file)}, "rb") as file:
    answer = requests.post(
        "${origin}/api/v1/predictions",
        headers={"Authorization": f"Bearer {KEY}", "Prefer": "wait=10"},
        data={"model": ${literal(model)}},
        files={"file": file},
        timeout=30,
    )
answer.raise_for_status()
print(answer.json()["output"])`,

  javascript: ({ origin, model, file, key, comment }) => `import { openAsBlob } from "node:fs";

// ${comment}
const KEY = ${literal(key)};

const form = new FormData();
form.append("model", ${literal(model)});
form.append("file", await openAsBlob(${literal(file)}), ${literal(file)});

const answer = await fetch("${origin}/api/v1/predictions", {
  method: "POST",
  headers: { Authorization: \`Bearer \${KEY}\`, Prefer: "wait=10" },
  body: form,
});
const prediction = await answer.json();
if (!answer.ok) throw new Error(prediction.detail);
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
