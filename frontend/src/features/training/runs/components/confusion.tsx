import { useTranslation } from 'react-i18next'
import { formatNumber } from '@/lib/format'
import type { Matrix } from '../run'

/** Counts with a row for each right class: blue where the answer is right, vermilion where it is not, darker for more. */
export function Confusion({ matrix: { rows, columns } }: { matrix: Matrix }) {
  const { t, i18n } = useTranslation('runs')
  const number = (value: number) => formatNumber(value, i18n.language)
  return (
    <div className="min-w-0">
      <h3 className="mb-2 text-[13px] font-medium text-muted">{t('evaluation.confusion')}</h3>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div role="region" aria-label={t('evaluation.confusion')} tabIndex={0} className="overflow-x-auto rounded-sm">
        <table className="border-separate border-spacing-0.5 text-xs tabular-nums">
          <caption className="caption-bottom pt-2 text-left text-xs text-muted">{t('evaluation.confusionHow')}</caption>
          <thead>
            <tr>
              <td />
              {columns.map((label) => (
                <th key={label} scope="col" className="px-1 pb-1 align-bottom font-normal text-muted">
                  <span className="mx-auto block max-h-20 truncate [writing-mode:vertical-rl] rotate-180" title={label}>
                    {label}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label: right, counts }) => (
              <tr key={right}>
                <th scope="row" className="max-w-28 truncate pr-2 text-right font-normal text-muted" title={right}>
                  {right}
                </th>
                {columns.map((answered, column) => {
                  const count = counts[column] ?? 0
                  return (
                    <td
                      key={answered}
                      title={t('evaluation.cell', { right, answered, number: number(count) })}
                      className="size-8 min-w-8 rounded-sm text-center"
                      style={{ background: shade(count, counts, right === answered) }}
                    >
                      {count > 0 ? number(count) : null}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** By the share of its row, and never so dark that the figure could not be read on it. */
function shade(count: number, row: number[], right: boolean): string {
  const all = row.reduce((total, one) => total + one, 0)
  const share = all > 0 ? count / all : 0
  return share === 0
    ? 'var(--sunken)'
    : `color-mix(in oklab, var(--chart-${right ? 'blue' : 'vermilion'}) ${Math.round(10 + share * 32)}%, var(--surface))`
}
