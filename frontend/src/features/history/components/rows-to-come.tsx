import { Skeleton } from '@/components/ui/skeleton'

/** As high as the rows that will come. */
export function RowsToCome() {
  return (
    <div className="overflow-hidden rounded-lg border bg-surface">
      {Array.from({ length: 10 }, (_, row) => (
        <div key={row} className="flex h-24 items-center gap-4 border-b px-4 last:border-b-0 lg:h-14">
          <Skeleton className="size-10" />
          <Skeleton className="h-4 w-1/4" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 w-20" />
        </div>
      ))}
    </div>
  )
}
