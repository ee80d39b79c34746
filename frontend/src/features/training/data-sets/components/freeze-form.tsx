import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RefreshCw, Snowflake } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CheckRow } from '@/components/ui/checkbox'
import { TextField } from '@/components/ui/text-field'
import { kindOf } from '@/lib/kinds'
import { useFieldWords } from '@/lib/use-field-words'
import { checkDataSet, freezeDataSet } from '../api'
import { dataSetKeys } from '../keys'
import { type Choices, choicesOf, type Excluded, freezable } from '../choices'
import type { DataSetDetail, Report } from '../types'
import { useFindingWords } from '../words'
import { AreTheseClasses } from './are-these-classes'
import { SplitFields } from './split-fields'
import { TextFields } from './text-fields'

export interface FreezeFormProps {
  set: DataSetDetail
  report: Report
  busy: boolean
}

/** Chooses what is left out and how the whole is split, then checks again with that, or freezes it. */
export function FreezeForm({ set, report, busy }: FreezeFormProps) {
  const { t } = useTranslation(['data-sets', 'training'])
  const client = useQueryClient()
  const [choices, setChoices] = useState<Choices>(() => choicesOf(set.options))
  const [title, setTitle] = useState(set.versions[0]?.title ?? set.title)
  const [licence, setLicence] = useState(set.versions[0]?.licence ?? '')
  const show = (next: DataSetDetail) => {
    client.setQueryData(dataSetKeys.one(set.slug), next)
    // Where the work is watched.
    window.scrollTo({ top: 0 })
  }
  const check = useMutation({ mutationFn: () => checkDataSet(set.slug, choices), onSuccess: show })
  const freeze = useMutation({
    mutationFn: () => freezeDataSet(set.slug, { ...choices, title: title.trim(), licence: licence.trim() }),
    onSuccess: show,
  })
  const [asks, setAsks] = useState(false)
  const error = freeze.error ?? check.error
  const fault = useFieldWords(error)
  const change = (next: Partial<Choices>) => setChoices((old) => ({ ...old, ...next }))
  const labelled = kindOf(report.kind).answer === 'label'
  const action = t('freeze.submit', { number: (set.versions[0]?.number ?? 0) + 1 })
  const waiting = busy || check.isPending || freeze.isPending
  const blocked = !freezable(report, choices.exclude)

  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (labelled) setAsks(true)
    else begin()
  }
  const begin = () => {
    setAsks(false)
    check.reset()
    freeze.mutate()
  }
  const checkAgain = () => {
    freeze.reset()
    check.mutate()
  }
  return (
    <Card className="p-4 sm:p-5">
      <form onSubmit={submit} className="flex flex-col gap-6">
        <Leaving report={report} chosen={choices.exclude} onChange={(exclude) => change({ exclude })} />
        <SplitFields choices={choices} onChange={change} />
        {kindOf(report.kind).answer === 'text' ? <TextFields choices={choices} onChange={change} /> : null}
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            label={t('training:titleOfData')}
            error={fault('/title')}
            required
            maxLength={200}
            value={title}
            onChange={setTitle}
          />
          <TextField
            label={t('freeze.licence')}
            hint={t('freeze.licenceHint')}
            error={fault('/licence')}
            required
            maxLength={1000}
            value={licence}
            onChange={setLicence}
          />
        </div>
        {error ? <ErrorNote error={error} /> : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" disabled={waiting || blocked}>
            <Snowflake /> {action}
          </Button>
          <Button disabled={waiting} onClick={checkAgain}>
            <RefreshCw /> {t('freeze.check')}
          </Button>
          {blocked ? <p className="text-[13px] text-muted">{t('freeze.blocked')}</p> : null}
        </div>
      </form>
      {asks ? (
        <AreTheseClasses report={report} confirm={action} onConfirm={begin} onClose={() => setAsks(false)} />
      ) : null}
    </Card>
  )
}

/** The findings whose files can leave, as boxes. What an earlier check left out is no finding any more, yet stays ticked. */
function Leaving({
  report,
  chosen,
  onChange,
}: {
  report: Report
  chosen: Excluded[]
  onChange: (codes: Excluded[]) => void
}) {
  const { t } = useTranslation('data-sets')
  const { words, titleOf } = useFindingWords()
  const found = report.findings.filter(({ leaving }) => leaving > 0)
  const gone = chosen.filter((code) => !found.some((finding) => finding.code === code))
  if (found.length + gone.length === 0) return null
  const toggle = (code: Excluded) =>
    onChange(chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code])
  const rows = [
    ...found.map((finding) => ({
      code: finding.code as Excluded,
      label: words(finding).title,
      aside: t('freeze.leaving', { count: finding.leaving }),
    })),
    ...gone.map((code) => ({ code, label: titleOf(code), aside: t('freeze.left') })),
  ]
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t('freeze.exclude')}</legend>
      {rows.map(({ code, label, aside }) => (
        <CheckRow
          key={code}
          label={label}
          hint={aside}
          checked={chosen.includes(code)}
          onChange={() => toggle(code)}
          className="py-1"
        />
      ))}
    </fieldset>
  )
}
