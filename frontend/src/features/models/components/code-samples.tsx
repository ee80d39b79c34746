import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { apiKeysQuery } from '@/api/api-keys'
import type { Kind } from '@/api/types'
import { CopyButton } from '@/components/copy-button'
import { Skeleton } from '@/components/ui/skeleton'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import { kindOf } from '@/lib/kinds'
import { lastFileQuery } from '../api'
import { type Call, languageNames, languages, snippet } from '../snippets'

/** How a model is called, with the last file that the reader sent. */
export function CodeSamples({ slug, kind }: { slug: string; kind: Kind }) {
  const file = useQuery(lastFileQuery(kind))
  if (file.isPending) return <Skeleton className="h-80 rounded-lg" />
  return <CodeOf request={{ model: slug, file: file.data ?? kindOf(kind).example }} />
}

/** The exact call, with the reader's own address and key. */
export function CodeOf({ request }: { request: Pick<Call, 'model' | 'options' | 'file'> }) {
  const { t } = useTranslation('models')
  const keys = useQuery(apiKeysQuery)
  if (keys.isPending) return <Skeleton className="h-80 rounded-lg" />
  const own = keys.data?.find((key) => key.scopes.includes('predict'))
  const call = {
    ...request,
    origin: location.origin,
    key: own ? `${own.prefix}_…` : 'slip_…',
    comment: own ? t('code.ownKey', { name: own.name }) : t('code.anyKey'),
  }
  return (
    <Tabs defaultValue="curl">
      <TabsList aria-label={t('code.language')}>
        {languages.map((language) => (
          <TabsTrigger key={language} value={language}>
            {languageNames[language]}
          </TabsTrigger>
        ))}
      </TabsList>
      {languages.map((language) => (
        <TabsContent key={language} value={language} className="relative">
          <CodeBlock code={snippet(language, call)} label={languageNames[language]} />
        </TabsContent>
      ))}
      <p className="mt-3 text-[13px] text-muted">
        {t('code.wait')}{' '}
        <a href="/api/v1/docs" className="text-accent underline underline-offset-4">
          {t('code.docs')}
        </a>
      </p>
      <p className="mt-2 text-[13px] text-muted">
        {own ? t('code.keyText') : t('code.noKey')}{' '}
        <Link to="/account" className="text-accent underline underline-offset-4">
          {t('code.keys')}
        </Link>
      </p>
    </Tabs>
  )
}

function CodeBlock({ code, label }: { code: string; label: string }) {
  const { t } = useTranslation('app')
  return (
    <>
      {/* The name of a file may be longer than the box is wide. */}
      <pre
        role="region"
        aria-label={label}
        className="rounded-lg bg-sunken p-4 text-[13px] leading-6 wrap-anywhere whitespace-pre-wrap"
      >
        <code>{code}</code>
      </pre>
      {/* Beside the tabs, where it hides no code. */}
      <CopyButton text={code} label={t('action.copy')} className="absolute -top-8 right-0" />
    </>
  )
}
