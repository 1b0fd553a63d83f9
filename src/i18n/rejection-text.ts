import type { useTranslations } from 'next-intl'
import type { Rejection } from '@/domain/rejections'

type Translate = ReturnType<typeof useTranslations<never>>

/** Why a command was rejected, in the language of the translator. */
export function rejectionText(rechazo: Rejection, t: Translate): string {
  switch (rechazo.codigo) {
    case 'TRANSICION_NO_PERMITIDA': {
      const { de, a } = rechazo.hechos
      return t(`rechazos.${rechazo.codigo}`, { de: t(`dominio.estado.${de}`), a: t(`dominio.estado.${a}`) })
    }
    case 'CUENTA_INACTIVA':
    case 'CUENTA_ACTIVA':
    case 'AGENTE_NO_VALIDO':
    case 'SOLICITANTE_NO_VALIDO':
      return t(`rechazos.${rechazo.codigo}`, { nombre: rechazo.hechos.nombre })
    case 'EMAIL_EN_USO':
      return t(`rechazos.${rechazo.codigo}`, { email: rechazo.hechos.email })
    case 'ALCANCE_NO_PERMITIDO':
      return t(`rechazos.${rechazo.codigo}`, { alcances: rechazo.hechos.alcances.join(', ') })
    case 'COMANDO_REUTILIZADO':
    case 'CONTRASENA_ACTUAL_INCORRECTA':
    case 'CUENTA_DEL_SISTEMA':
    case 'CUENTA_NO_ENCONTRADA':
    case 'OCUPADO':
    case 'SIN_CAMBIOS':
    case 'SIN_PERMISO':
    case 'TICKET_CERRADO':
    case 'TICKET_NO_CERRADO':
    case 'TICKET_NO_ENCONTRADO':
    case 'ULTIMO_ADMIN':
    case 'VERSION_DESCONOCIDA':
      return t(`rechazos.${rechazo.codigo}`)
  }
}
