'use client'

import { useSearchParams } from 'next/navigation'

/** Keeps the colours of the past while another list of it is on its way. */
export function PastMark() {
  return useSearchParams().has('momento') ? <span data-pasado hidden /> : null
}
