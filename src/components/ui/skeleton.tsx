import { cn } from './cn'

/** A grey stand-in for what is still loading. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden className={cn('block h-4 motion-safe:animate-pulse rounded-md bg-subtle', className)} />
  )
}

/** Stand-ins for the rows of a list, announced by `label`. */
export function ListSkeleton({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div role="status" className="divide-y divide-line rounded-xl border border-line bg-surface">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => `fila-${row}`).map((key) => (
        <div key={key} className="space-y-2.5 p-4">
          <Skeleton className="w-2/3" />
          <Skeleton className="h-3 w-1/3" />
        </div>
      ))}
    </div>
  )
}
