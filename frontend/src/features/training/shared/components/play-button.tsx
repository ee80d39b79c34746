import { Pause, Play, VolumeX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { useSoundPlayback } from '@/lib/sound-playback'

/** Plays one clip, and silences whatever else plays. */
export function PlayButton({ url, name }: { url: string | null; name: string }) {
  const { t } = useTranslation('training')
  const [playback, { playing, failed }] = useSoundPlayback(() => Promise.resolve(url ?? ''))
  const dead = url === null || failed
  return (
    <Button
      size="icon"
      className="rounded-full"
      disabled={dead}
      aria-label={t(playing ? 'pauseSound' : 'playSound', { name })}
      onClick={() => playback.toggle()}
    >
      {dead ? (
        <VolumeX />
      ) : playing ? (
        <Pause className="fill-current" />
      ) : (
        <Play className="translate-x-px fill-current" />
      )}
    </Button>
  )
}
