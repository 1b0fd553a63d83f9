import { createWebhook, listWebhooks } from '@/api/routes/webhooks'
import { serve } from '@/api/serve'

export const GET = serve(listWebhooks)
export const POST = serve(createWebhook)
