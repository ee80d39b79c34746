import { useTranslation } from 'react-i18next'

/** Says that the whole window takes what hovers over it. */
export function DropOverlay() {
  const { t } = useTranslation('uploads')
  return (
    <div className="pointer-events-none fixed inset-2 z-40 flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/85">
      {/* On a ground of its own, so that nothing of the page shines through the words. */}
      <p className="rounded-xl bg-raised px-8 py-5 text-xl font-semibold tracking-tight text-accent-strong shadow-float">
        {t('dropNow')}
      </p>
    </div>
  )
}
