import { FOUND, type Hit, searchQuery } from '@projections/busqueda/search'
import { findTicketQuery } from '@projections/tickets/detail'
import { searchCuentasQuery } from '@projections/usuarios/search'
import type { Connection } from '@/db/client'
import { type Estado, Id, type Rol } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'

/** A ticket that was found, and where the words stand in it. */
export interface FoundTicket {
  readonly id: number
  readonly titulo: string
  readonly estado: Estado
  /** The text around the words, in pieces; empty where it was found by its number or title. */
  readonly fragmento: readonly { readonly texto: string; readonly hallado: boolean }[]
}

export interface FoundPerson {
  readonly id: number
  readonly nombre: string
  readonly email: string
  readonly rol: Rol
}

export interface PaletteFindings {
  readonly tickets: readonly FoundTicket[]
  readonly personas: readonly FoundPerson[]
}

/** A ticket comes up with several of its texts: so many texts are looked at for so many tickets. */
const TEXTS = 24
const TICKETS = 8
const PEOPLE = 6

/**
 * What a person looks for by a few words or a ticket's number: tickets that they may see, and, for the team, people.
 * @param typed at least two characters, or a number
 */
export async function searchPalette(db: Connection, viewer: Viewer, typed: string): Promise<PaletteFindings> {
  // With the mark it is that ticket and nothing else; without, it may be a number in a text.
  const inTexts = typed.length >= 2 && !(typed.startsWith('#') && NUMBER.test(typed))
  const [numbered, page, personas] = await Promise.all([
    findByNumber(db, viewer, typed),
    inTexts ? searchQuery(db, viewer, typed, 'relevancia', null, TEXTS) : null,
    inTexts ? searchCuentasQuery(db, viewer, typed, PEOPLE) : [],
  ])
  const tickets = new Map<number, FoundTicket>(numbered ? [[numbered.id, numbered]] : [])
  for (const hit of page?.hallazgos ?? []) {
    if (!tickets.has(hit.ticketId)) tickets.set(hit.ticketId, foundTicket(hit))
  }
  return { tickets: [...tickets.values()].slice(0, TICKETS), personas }
}

/** `#12` and `12` are ticket 12. */
export const NUMBER = /^#?(\d{1,15})$/

async function findByNumber(db: Connection, viewer: Viewer, typed: string): Promise<FoundTicket | null> {
  const id = Id.safeParse(Number(NUMBER.exec(typed)?.[1]))
  const ticket = id.success ? await findTicketQuery(db, viewer, id.data) : null
  return ticket && { id: ticket.id, titulo: ticket.titulo, estado: ticket.estado, fragmento: [] }
}

function foundTicket({ ticketId, titulo, estado, fragmento }: Hit): FoundTicket {
  const pieces = fragmento.split(new RegExp(`(${FOUND.begin}[^${FOUND.end}]*${FOUND.end})`, 'u'))
  const parts = pieces
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece.startsWith(FOUND.begin)
        ? { texto: piece.slice(FOUND.begin.length, -FOUND.end.length), hallado: true }
        : { texto: piece, hallado: false },
    )
  // Found in the title: that is shown anyway.
  const said = parts.map(({ texto }) => texto).join('') === titulo
  return { id: ticketId, titulo, estado, fragmento: said ? [] : parts }
}
