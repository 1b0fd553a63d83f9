import { listEntregas } from '@/api/routes/webhooks'
import { serve } from '@/api/serve'

export const GET = serve(listEntregas)
