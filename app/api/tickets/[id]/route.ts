import { changeTicket } from '@/api/routes/ticket-commands'
import { getTicket } from '@/api/routes/tickets'
import { serve } from '@/api/serve'

export const GET = serve(getTicket)
export const PATCH = serve(changeTicket)
