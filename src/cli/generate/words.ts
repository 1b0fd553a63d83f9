/** Numbers from 0 to 1 that are the same at every run: mulberry32. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const COMMON =
  `el la de que y en un no se por con una para lo como pero su al más este ya cuando hay sin sobre también
  desde todo otra vez sigue igual ahora equipo sistema error usuario pantalla impresora correo red acceso clave`
    .split(/\s+/)
    .filter(Boolean)
const SYLLABLES = `ca re mi to pa lu ne so ta ri de bo gu la fe mo na pi ro su te va zo chi lle ñar
  cón más brú tren plo gra fli`.split(/\s+/)

const PHRASE = 'el cable de red está suelto'
/** What the searches look for: how often each is in a text. */
export const SOUGHT = {
  comun: 'impresora',
  rara: 'zafiro',
  prefijo: 'impre',
  frase: '"cable de red"',
} as const

/** Texts in something like Spanish: few words very often, some often, many hardly ever. */
export function createTexts(random: () => number): (from: number, to: number) => string {
  const made = (count: number) =>
    Array.from({ length: count }, () =>
      Array.from(
        { length: 2 + Math.floor(random() * 3) },
        () => SYLLABLES[Math.floor(random() * SYLLABLES.length)],
      ).join(''),
    )
  const [usual, unusual] = [made(600), made(20_000)]
  const pick = (list: readonly string[], at: number) => list[Math.floor(at * list.length)] ?? ''
  const word = () => {
    const roll = random()
    if (roll < 0.55) return pick(COMMON, random())
    // Squared: the first ones come far more often than the last.
    if (roll < 0.95) return pick(usual, random() ** 2)
    return pick(unusual, random())
  }
  return (from, to) => {
    const length = from + random() * (to - from)
    let text = random() < 0.02 ? PHRASE : word()
    if (random() < 0.0005) text += ` ${SOUGHT.rara}`
    while (text.length < length) text += ` ${word()}`
    return `${text}.`
  }
}
