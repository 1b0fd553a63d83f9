import { resendEntrega } from '@/api/routes/webhooks'
import { serve } from '@/api/serve'

export const POST = serve(resendEntrega)
