import { listInteracciones } from '@/api/routes/tickets'
import { serve } from '@/api/serve'

export const GET = serve(listInteracciones)
