import type { NextRequest } from 'next/server'
import { getTranslations } from 'next-intl/server'
import { ticketUrl } from '@/components/tickets/ticket-url'
import { lineText } from '@/domain/text'
import { getRuntime } from '@/runtime'
import { awaitSeen } from '../../lib/position'
import { getSessionUser } from '../../lib/session'
import { admitLookup } from './admission'
import { NUMBER, searchPalette } from './search'
import { personUrl } from './urls'

const Typed = lineText(1, 100).refine((text) => text.length >= 2 || NUMBER.test(text))

/**
 * What the palette finds for `?q=`: at least two characters, or a ticket's number. Answers in the reader's language,
 * with the addresses to go to. 400 where there is too little to look for, 401, and 429 for who asks too often.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const user = await getSessionUser()
  if (!user) return refuse(401)
  const typed = Typed.safeParse(request.nextUrl.searchParams.get('q'))
  if (!typed.success) return refuse(400)
  if (!admitLookup(user.id, Date.now())) return refuse(429, { 'Retry-After': '10' })
  await awaitSeen('busqueda')
  const { db } = await getRuntime()
  const { tickets, personas } = await searchPalette(db.as('api_server'), user, typed.data)
  const [estado, rol] = await Promise.all([getTranslations('dominio.estado'), getTranslations('dominio.rol')])
  const found = {
    tickets: tickets.map((ticket) => ({
      ...ticket,
      estado: estado(ticket.estado),
      href: ticketUrl(ticket.id),
    })),
    personas: personas.map((person) => ({ ...person, rol: rol(person.rol), href: personUrl(user, person) })),
  }
  return Response.json(found, { headers: { 'Cache-Control': 'no-store' } })
}

function refuse(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store', ...headers } })
}
