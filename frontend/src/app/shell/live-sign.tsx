import { useTranslation } from 'react-i18next'
import { Tooltip } from '@/components/ui/tooltip'
import { cn } from '@/lib/class-names'
import { retryLive, useLiveState } from '@/live/live'

/** Says in words whether answers arrive by themselves; a click tries to connect again. */
export function LiveSign() {
  const { t } = useTranslation('app')
  const state = useLiveState()
  const away = state === 'away' || state === 'off'
  return (
    <Tooltip text={away ? t('live.awayHint') : t('live.openHint')}>
      <button
        type="button"
        onClick={retryLive}
        className={cn(
          'flex h-8 items-center gap-2 rounded-md px-2 text-[13px] font-medium text-muted md:-ml-2',
          away && 'bg-warn-soft text-warn',
        )}
      >
        <span
          aria-hidden
          className={cn(
            'size-2 rounded-full',
            state === 'open' ? 'bg-success' : 'border-2 border-current',
            state === 'connecting' && 'animate-pulse',
          )}
        />
        <span aria-live="polite">{t(`live.${state}`)}</span>
      </button>
    </Tooltip>
  )
}
