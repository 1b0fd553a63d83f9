import { createTicket } from '@/api/routes/ticket-commands'
import { listTickets } from '@/api/routes/tickets'
import { serve } from '@/api/serve'

export const GET = serve(listTickets)
export const POST = serve(createTicket)
