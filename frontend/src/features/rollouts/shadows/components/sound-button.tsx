import { Pause, Play, VolumeX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { useSoundPlayback } from '@/lib/sound-playback'

/** Plays what was said. */
export function SoundButton({ url }: { url: string }) {
  const { t } = useTranslation('app')
  const [playback, { playing, failed }] = useSoundPlayback(() => Promise.resolve(url))
  const words = t(playing ? 'sound.pause' : 'sound.play')
  return (
    <Button size="lg" className="self-start" disabled={failed} onClick={() => playback.toggle()}>
      {failed ? <VolumeX /> : playing ? <Pause className="fill-current" /> : <Play className="fill-current" />} {words}
    </Button>
  )
}
