import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { AlertRule } from '@/api/types'
import { ErrorNote } from '@/components/error-note'
import { Button } from '@/components/ui/button'
import { CheckRow } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { TextField } from '@/components/ui/text-field'
import { formatDuration } from '@/lib/format'
import { useFieldWords } from '@/lib/use-field-words'
import { changeRuleMutation, resetRuleMutation } from '../api'
import { thresholdWords, useRuleName } from '../use-alert-words'

/** A share is shown and typed as a percentage. */
const factorOf = (unit: AlertRule['unit']) => (unit === 'share' ? 100 : 1)
/** Without the last digits that a multiplication leaves behind. */
const tidy = (value: number) => Number(value.toPrecision(12))

export function RuleDialog({ rule, onClose }: { rule: AlertRule; onClose: () => void }) {
  const { t, i18n } = useTranslation(['alerts', 'app'])
  const queries = useQueryClient()
  const change = useMutation(changeRuleMutation(queries, rule.key))
  const reset = useMutation(resetRuleMutation(queries, rule.key))
  const factor = factorOf(rule.unit)
  const [threshold, setThreshold] = useState(String(tidy(rule.threshold * factor)))
  const [seconds, setSeconds] = useState(String(rule.seconds))
  const [isOn, setIsOn] = useState(rule.is_on)
  const fault = useFieldWords(change.error)
  const known = ['/threshold', '/seconds'].some(fault)
  const error = reset.error ?? (known ? null : change.error)
  const done = (words: string) => ({
    onSuccess: () => {
      toast.success(words)
      onClose()
    },
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const moved = rule.unit ? { threshold: tidy(Number(threshold) / factor) } : {}
    change.mutate({ ...moved, seconds: Number(seconds), is_on: isOn }, done(t('rules.saved')))
  }
  const shipped = (value: string) => t('rules.shipped', { value })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={useRuleName()(rule)}
      closeLabel={t('app:action.close')}
    >
      <form onSubmit={submit} className="flex flex-col gap-5">
        {rule.unit ? (
          <TextField
            type="number"
            inputMode="decimal"
            step="any"
            required
            min={(rule.least ?? 0) * factor}
            max={rule.most === null ? undefined : rule.most * factor}
            label={t(`rules.threshold.${rule.unit}`)}
            hint={shipped(thresholdWords(rule.default_threshold, rule.unit, i18n.language))}
            error={fault('/threshold')}
            value={threshold}
            onChange={setThreshold}
          />
        ) : null}
        <TextField
          type="number"
          inputMode="numeric"
          step={1}
          required
          min={0}
          max={604_800}
          label={t('rules.duration')}
          hint={shipped(
            rule.default_seconds > 0 ? formatDuration(rule.default_seconds, i18n.language) : t('rules.atOnce'),
          )}
          error={fault('/seconds')}
          value={seconds}
          onChange={setSeconds}
        />
        <CheckRow label={t('rules.on')} hint={t('rules.onHint')} checked={isOn} onChange={setIsOn} />
        {error ? <ErrorNote error={error} /> : null}
        <div className="flex flex-wrap justify-end gap-2">
          {rule.changed_at ? (
            <Button
              variant="ghost"
              className="mr-auto"
              disabled={reset.isPending}
              onClick={() => reset.mutate(undefined, done(t('rules.wasReset')))}
            >
              {t('rules.reset')}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t('app:action.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={change.isPending}>
            {t('app:action.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
