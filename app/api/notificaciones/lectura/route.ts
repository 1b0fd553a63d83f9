import { readNotificaciones } from '@/api/routes/notifications'
import { serve } from '@/api/serve'

export const POST = serve(readNotificaciones)
