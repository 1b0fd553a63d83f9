import { deleteWebhook } from '@/api/routes/webhooks'
import { serve } from '@/api/serve'

export const DELETE = serve(deleteWebhook)
