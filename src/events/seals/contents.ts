import { isUtf8 } from 'node:buffer'
import { z } from 'zod'
import { fingerprint } from '../codec'

const Contents = z.tuple([z.string().nullable(), z.string().nullable(), z.string().nullable()])
const SALT = /^[0-9a-f]{32}$/

/** What an event's content is to its fingerprint: what it says, erased, absent, or something else. */
export type Juicio = 'coincide' | 'borrado' | 'sin_contenido' | 'contradice'

/**
 * Judges a content by the event's fingerprint. Erased are both the content and its salt; a salt alone, or one written
 * in another way than we write it, is somebody's change.
 * @param line JSON of salt, content and fingerprint, as the log holds them; null where they can't be read
 */
export function judgeContent(line: Buffer | null): Juicio {
  // Bytes that are no UTF-8 would be read as U+FFFD, and might pass for one that was there.
  if (line === null || !isUtf8(line)) return 'contradice'
  const parsed = Contents.safeParse(JSON.parse(line.toString('utf8')))
  if (!parsed.success) return 'contradice'
  const [sal, contenido, huella] = parsed.data
  if (contenido === null) {
    if (sal !== null) return 'contradice'
    return huella === null ? 'sin_contenido' : 'borrado'
  }
  if (sal === null || !SALT.test(sal)) return 'contradice'
  return fingerprint(sal, contenido) === huella ? 'coincide' : 'contradice'
}
