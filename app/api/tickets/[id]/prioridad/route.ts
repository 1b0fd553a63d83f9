import { changePrioridad } from '@/api/routes/ticket-commands'
import { serve } from '@/api/serve'

export const POST = serve(changePrioridad)
