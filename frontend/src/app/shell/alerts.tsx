import { lazyPart } from '@/components/lazy-part'
import { addWords } from '../i18n/i18n'

/** Of staff, on every page; nobody waits for it. */
export const Alerts = lazyPart(
  async () => {
    const [banner] = await Promise.all([import('@/features/alerts/components/alert-banner'), addWords('alerts')])
    return banner
  },
  (m) => m.AlertBanner,
)
