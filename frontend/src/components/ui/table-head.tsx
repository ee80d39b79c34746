import type { ReactNode } from 'react'
import { cn } from '@/lib/class-names'

export interface Column {
  /** Null above what needs no name. */
  words: ReactNode
  className?: string
}

/** The names of a table's columns. */
export function TableHead({ columns, className }: { columns: Column[]; className?: string }) {
  return (
    <thead className={cn('text-left text-xs text-muted', className)}>
      <tr>
        {columns.map(({ words, className: own }, index) =>
          words === null ? (
            <td key={index} aria-hidden className={own} />
          ) : (
            <th key={index} scope="col" className={cn('font-medium', own)}>
              {words}
            </th>
          ),
        )}
      </tr>
    </thead>
  )
}
