import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewApiKey } from '@/api/types'
import { SecretReveal } from '@/components/secret-reveal'
import { Dialog } from '@/components/ui/dialog'
import { NewKeyForm } from './new-key-form'

/** First the form; then, in the same window, the key. Once it is there only a decision closes the window. */
export function NewKeyDialog({ isStaff, onClose }: { isStaff: boolean; onClose: () => void }) {
  const { t } = useTranslation(['account', 'app'])
  const [made, setMade] = useState<NewApiKey | null>(null)
  const [leaving, setLeaving] = useState(false)
  const change = (open: boolean) => {
    if (open) return
    if (made && !leaving) setLeaving(true)
    else onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={change}
      title={made ? t('reveal.title', { name: made.name }) : t('make.title')}
      description={made ? undefined : t('make.text')}
      closeLabel={t('app:action.close')}
    >
      {made ? (
        <SecretReveal
          secret={made.key}
          leaving={leaving}
          onDone={onClose}
          words={{
            once: t('reveal.once'),
            sure: t('reveal.sure'),
            text: t('reveal.text'),
            copy: t('reveal.copy'),
            done: t('reveal.done'),
          }}
        />
      ) : (
        <NewKeyForm isStaff={isStaff} onMade={setMade} onCancel={onClose} />
      )}
    </Dialog>
  )
}
