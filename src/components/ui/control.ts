/** What text inputs, text areas and selects look like. */
export const CONTROL =
  'w-full rounded-lg border border-control bg-surface px-3 text-base text-ink placeholder:text-muted sm:text-sm ' +
  'aria-invalid:border-danger aria-invalid:ring-1 aria-invalid:ring-danger disabled:bg-subtle disabled:text-muted'
