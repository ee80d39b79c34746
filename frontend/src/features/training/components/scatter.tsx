import { useTranslation } from 'react-i18next'
import { CardTitle } from '@/components/ui/card'
import { formatDuration, formatPercent } from '@/lib/format'
import { goodness, ticks } from '../comparison'
import type { Table } from '../types'

const [WIDTH, HEIGHT] = [640, 300]
const AREA = { left: 62, right: 110, top: 14, bottom: 44 }

/** Each model as a point with its interval: up (or down, for wrong words) and left is better. */
export function Scatter({ table }: { table: Table }) {
  const { t, i18n } = useTranslation('training')
  const speech = table.kind === 'speech-recognition'
  const points = table.rows.flatMap((row) => {
    const [one] = row.speeds
    return one ? [{ row, time: one.p50, ...goodness(row, table.kind) }] : []
  })
  const longest = Math.max(...points.map(({ time }) => time)) * 1.15
  const low = Math.min(...points.map((point) => point.low))
  const high = Math.max(...points.map((point) => point.high))
  const air = (high - low) * 0.1 || 0.01
  const [bottom, top] = [Math.max(0, low - air), high + air]
  const x = (time: number) => AREA.left + (time / longest) * (WIDTH - AREA.left - AREA.right)
  const y = (value: number) => HEIGHT - AREA.bottom - ((value - bottom) / (top - bottom)) * (HEIGHT - AREA.top - AREA.bottom)
  const percent = (share: number) => formatPercent(share, i18n.language)
  if (points.length === 0) return null
  return (
    <figure>
      <figcaption>
        <CardTitle>{t(speech ? 'scatter.titleWer' : 'scatter.title')}</CardTitle>
      </figcaption>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <div role="region" aria-label={t('scatter.x')} tabIndex={0} className="overflow-x-auto rounded-sm">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="mt-2 w-full max-w-3xl min-w-xl" role="img" aria-label={t(speech ? 'scatter.titleWer' : 'scatter.title')}>
          {ticks(bottom, top).map((value) => (
            <g key={value}>
              <line x1={AREA.left} x2={WIDTH - AREA.right} y1={y(value)} y2={y(value)} className="stroke-border" />
              <text x={AREA.left - 8} y={y(value) + 4} textAnchor="end" className="fill-muted text-[11px] tabular-nums">
                {percent(value)}
              </text>
            </g>
          ))}
          {ticks(0, longest).map((time) => (
            <text key={time} x={x(time)} y={HEIGHT - AREA.bottom + 18} textAnchor="middle" className="fill-muted text-[11px] tabular-nums">
              {time === 0 ? '0' : formatDuration(time, i18n.language)}
            </text>
          ))}
          <text x={(AREA.left + WIDTH - AREA.right) / 2} y={HEIGHT - 6} textAnchor="middle" className="fill-muted text-[11px]">
            {t('scatter.x')}
          </text>
          {points.map(({ row, time, value, low: least, high: most }) => {
            const colour = row.verdict === null ? 'var(--chart-ink)' : row.verdict.accepted ? 'var(--chart-blue)' : 'var(--chart-vermilion)'
            return (
              <g key={row.digest} stroke={colour}>
                <title>{t('scatter.label', { name: row.name, value: percent(value), time: formatDuration(time, i18n.language) })}</title>
                <line x1={x(time)} x2={x(time)} y1={y(least)} y2={y(most)} strokeWidth={1.5} opacity={0.6} />
                {/* Told apart by the shape too: hollow was refused. */}
                <circle cx={x(time)} cy={y(value)} r={5} strokeWidth={2} fill={row.verdict && !row.verdict.accepted ? 'var(--surface)' : colour} />
                <text x={x(time) + 10} y={y(value) + 4} stroke="none" className="fill-foreground text-[12px] font-medium">
                  {row.name}
                </text>
              </g>
            )
          })}
        </svg>
      </div>
    </figure>
  )
}
