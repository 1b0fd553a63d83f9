/** The mark and the name of the service. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2.5 font-semibold tracking-tight">
      <svg aria-hidden viewBox="0 0 32 32" className="size-7 shrink-0">
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <g
          className="fill-none stroke-on-accent"
          strokeWidth="2.5"
          strokeLinejoin="round"
          strokeLinecap="round"
        >
          <path d="M10 8h8.5a4.5 4.5 0 0 1 2.9 7.9A4.8 4.8 0 0 1 19 24h-9z" />
          <path d="M10 15.6h9M6.5 12h3M6.5 20h3" />
        </g>
      </svg>
      Bitácora
    </span>
  )
}
