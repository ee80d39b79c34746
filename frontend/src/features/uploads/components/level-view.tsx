import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/class-names'
import type { SoundRecorder } from '../recorder'

const BAR = 3
const GAP = 2

/** The level of the microphone as a meter, and what has been recorded as a waveform that runs to the left. */
export function LevelView({ recorder, recording }: { recorder: SoundRecorder; recording: boolean }) {
  const { t } = useTranslation('uploads')

  const waveform = useCallback((canvas: HTMLCanvasElement) => animate(() => draw(canvas, recorder.peaks)), [recorder])
  const meter = useCallback(
    (bar: HTMLDivElement) =>
      animate(() => {
        bar.style.transform = `scaleX(${recorder.level.toFixed(3)})`
        bar.parentElement?.setAttribute('aria-valuenow', String(Math.round(recorder.level * 100)))
      }),
    [recorder],
  )

  return (
    <div className="flex flex-col gap-3">
      <canvas
        ref={waveform}
        aria-hidden
        className={cn('h-20 w-full rounded-lg bg-sunken', recording ? 'text-accent' : 'text-border-strong')}
      />
      <div
        role="meter"
        aria-label={t('recorder.level')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={0}
        className="h-2 overflow-hidden rounded-full bg-sunken"
      >
        <div ref={meter} className="h-full origin-left rounded-full bg-success" />
      </div>
    </div>
  )
}

function animate(step: () => void): () => void {
  let frame = requestAnimationFrame(function next() {
    step()
    frame = requestAnimationFrame(next)
  })
  return () => cancelAnimationFrame(frame)
}

function draw(canvas: HTMLCanvasElement, peaks: readonly number[]): void {
  const scale = devicePixelRatio
  const { clientWidth: width, clientHeight: height } = canvas
  if (canvas.width !== width * scale) {
    canvas.width = width * scale
    canvas.height = height * scale
  }
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.setTransform(scale, 0, 0, scale, 0, 0)
  pen.clearRect(0, 0, width, height)
  pen.fillStyle = getComputedStyle(canvas).color
  const shown = peaks.slice(-Math.floor(width / (BAR + GAP)))
  shown.forEach((peak, index) => {
    const bar = Math.max(2, peak * (height - 12))
    pen.fillRect(width - (shown.length - index) * (BAR + GAP), (height - bar) / 2, BAR, bar)
  })
}
