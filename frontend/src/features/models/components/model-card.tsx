import { Link } from '@tanstack/react-router'
import { Code, Sparkles } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { servedVersion } from '../served-version'
import { CodeSamples } from './code-samples'
import { Facts } from './facts'
import { Knows } from './knows'
import { ModelSigns } from './model-signs'
import { Quality } from './quality'

export function ModelCard({ model }: { model: Model }) {
  const { t } = useTranslation(['models', 'app'])
  const [code, setCode] = useState(false)
  const version = servedVersion(model)
  return (
    <Card className="flex w-full min-w-0 flex-col gap-5 p-5">
      <div>
        <h2 className="text-base font-semibold tracking-tight">
          <Link to="/models/$slug" params={{ slug: model.slug }} className="underline-offset-4 hover:underline">
            {model.title}
          </Link>
        </h2>
        <ModelSigns model={model} className="mt-1.5" />
        <p className="mt-3 text-sm text-pretty">{model.summary}</p>
      </div>
      <Knows version={version} level={3} most={24} />
      <Quality metrics={version.metrics} level={3} />
      <Facts version={version} />
      <div className="mt-auto flex flex-wrap gap-2 pt-1">
        <Button asChild variant="primary">
          <Link to="/" search={{ model: model.slug }}>
            <Sparkles /> {t('try')}
          </Link>
        </Button>
        <Button onClick={() => setCode(true)}>
          <Code /> {t('code.open')}
        </Button>
        <Button asChild variant="ghost">
          <Link to="/models/$slug" params={{ slug: model.slug }}>
            {t('versions', { count: model.versions.length })}
          </Link>
        </Button>
      </div>
      {code ? (
        <Dialog
          open
          onOpenChange={setCode}
          title={t('code.title', { model: model.title })}
          closeLabel={t('app:action.close')}
          className="max-w-2xl"
        >
          <CodeSamples slug={model.slug} kind={model.kind} />
        </Dialog>
      ) : null}
    </Card>
  )
}
