import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CardTitle } from '@/components/ui/card'
import { formatPercent } from '@/lib/format'
import { kindOf } from '@/lib/kinds'
import { apart, goodness, milliseconds, thinned, ticks } from '../comparison'
import type { Compared, Table } from '../types'

const HEIGHT = 280
const LINE = 16
const AREA = { left: 58, top: 14, bottom: 46 }
const letters = 'text-[12px] tabular-nums'

/** Each model as a point with its interval: up (or down, for wrong words) and left is better. */
export function Scatter({ table }: { table: Table }) {
  const { t } = useTranslation('variants')
  const [width, setWidth] = useState(0)
  const title = t(kindOf(table.kind).metric === 'wer' ? 'scatter.titleWer' : 'scatter.title')
  // Drawn as wide as there is room for, so that letters are never scaled.
  const measure = (element: HTMLDivElement) => {
    const watch = new ResizeObserver(() => setWidth(Math.min(element.clientWidth, 720)))
    watch.observe(element)
    return () => watch.disconnect()
  }
  if (table.rows.every(({ speeds }) => speeds.length === 0)) return null
  return (
    <figure>
      <figcaption>
        <CardTitle>{title}</CardTitle>
      </figcaption>
      <div ref={measure} className="mt-2" style={{ minHeight: HEIGHT }}>
        {width > 0 ? (
          <svg width={width} height={HEIGHT} role="img" aria-label={title}>
            <Points table={table} width={width} />
          </svg>
        ) : null}
      </div>
    </figure>
  )
}

function Points({ table, width }: { table: Table; width: number }) {
  const { t, i18n } = useTranslation('variants')
  const points = table.rows.flatMap((row) => {
    const [one] = row.speeds
    return one
      ? [{ row, time: one.p50, name: row.verdict ? row.name : t('table.parent'), ...goodness(row, table.kind) }]
      : []
  })
  const right = width - Math.min(150, 30 + 7 * Math.max(...points.map(({ name }) => name.length)))
  const floor = HEIGHT - AREA.bottom
  const longest = Math.max(...points.map(({ time }) => time)) * 1.1
  const low = Math.min(...points.map((point) => point.low))
  const high = Math.max(...points.map((point) => point.high))
  const air = (high - low) * 0.1 || 0.01
  const [bottom, top] = [Math.max(0, low - air), high + air]
  const x = (time: number) => AREA.left + (time / longest) * (right - AREA.left)
  const y = (value: number) => floor - ((value - bottom) / (top - bottom)) * (floor - AREA.top)
  const percent = (share: number) => formatPercent(share, i18n.language)
  const timeWords = (time: number) => t('table.ms', { value: milliseconds(time, i18n.language) })
  const labels = apart(
    points.map(({ value }) => y(value)),
    LINE,
    AREA.top,
    floor,
  )
  return (
    <>
      {ticks(bottom, top).map((value) => (
        <g key={value}>
          <line x1={AREA.left} x2={right} y1={y(value)} y2={y(value)} className="stroke-border" />
          <text x={AREA.left - 8} y={y(value) + 4} textAnchor="end" className={`fill-muted ${letters}`}>
            {percent(value)}
          </text>
        </g>
      ))}
      {thinned(ticks(0, longest), right - AREA.left, 56).map((time) => (
        <text key={time} x={x(time)} y={floor + 18} textAnchor="middle" className={`fill-muted ${letters}`}>
          {time === 0 ? '0' : timeWords(time)}
        </text>
      ))}
      <text x={AREA.left} y={HEIGHT - 8} className={`fill-muted ${letters}`}>
        {t('scatter.x')}
      </text>
      {points.map(({ row, name, time, value, low: least, high: most }, index) => {
        const label = labels[index] ?? y(value)
        return (
          <g key={row.digest} stroke={colourOf(row)}>
            <title>{t('scatter.label', { name, value: percent(value), time: timeWords(time) })}</title>
            <path
              d={`M${x(time) + 6} ${y(value)} L${right + 2} ${label} h6`}
              fill="none"
              className="stroke-border-strong"
              strokeDasharray="2 3"
            />
            <line x1={x(time)} x2={x(time)} y1={y(least)} y2={y(most)} strokeWidth={1.5} opacity={0.6} />
            {/* Told apart by the shape too: hollow was refused. */}
            <circle
              cx={x(time)}
              cy={y(value)}
              r={5}
              strokeWidth={2}
              fill={isRefused(row) ? 'var(--surface)' : colourOf(row)}
            />
            <text x={right + 12} y={label + 4} stroke="none" className={`fill-foreground font-medium ${letters}`}>
              {name}
            </text>
          </g>
        )
      })}
    </>
  )
}

function isRefused({ verdict }: Compared): boolean {
  return verdict !== null && !verdict.accepted
}

function colourOf(row: Compared): string {
  if (row.verdict === null) return 'var(--chart-ink)'
  return isRefused(row) ? 'var(--chart-vermilion)' : 'var(--chart-blue)'
}
