import { cn } from './cn'

const TONES = [
  'bg-accent-soft text-accent-ink',
  'bg-info-soft text-info-ink',
  'bg-success-soft text-success-ink',
  'bg-warning-soft text-warning-ink',
  'bg-danger-soft text-danger-ink',
]

/** A person's initials on a colour of their own. Decorative: the name stands beside it. */
export function Avatar({ nombre, size = 'md' }: { nombre: string; size?: 'sm' | 'md' }) {
  return (
    <span
      aria-hidden
      className={cn(
        'inline-grid shrink-0 select-none place-items-center rounded-full font-semibold',
        size === 'sm' ? 'size-6 text-[0.625rem]' : 'size-9 text-xs',
        toneOf(nombre),
      )}
    >
      {initials(nombre)}
    </span>
  )
}

/** Always the same colour for the same name. */
function toneOf(nombre: string): string | undefined {
  let hash = 7
  for (const char of nombre) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 9973
  return TONES[hash % TONES.length]
}

function initials(nombre: string): string {
  const words = nombre.split(/\s+/).filter(Boolean)
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words
  return picked.map((word) => /^./u.exec(word ?? '')?.[0].toUpperCase() ?? '').join('')
}
