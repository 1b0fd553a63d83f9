import type { ReactNode } from 'react'

/** One of two, by what is being written in the composer around; plain CSS keeps it true before and without a script. */
export function ByMode({ publica, interna }: { publica: ReactNode; interna: ReactNode }) {
  return (
    <>
      <span className="inline-flex items-center gap-2 group-has-[[name=interno][value=on]:checked]/composer:hidden">
        {publica}
      </span>
      <span className="hidden items-center gap-2 group-has-[[name=interno][value=on]:checked]/composer:inline-flex">
        {interna}
      </span>
    </>
  )
}
