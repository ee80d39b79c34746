import { useTranslation } from 'react-i18next'

/** What a worker computes on, in words: "cpu" and "cuda:0" are those of programs. */
export function useDeviceWords(): (device: string) => string {
  const { t } = useTranslation('app')
  return (device) => {
    const [, card] = /^cuda:(\d+)$/.exec(device) ?? []
    if (card !== undefined) return t('device.card', { number: Number(card) + 1 })
    return device === 'cpu' ? t('device.cpu') : device
  }
}
