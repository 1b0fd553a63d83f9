import { changeCategoria } from '@/api/routes/ticket-commands'
import { serve } from '@/api/serve'

export const POST = serve(changeCategoria)
