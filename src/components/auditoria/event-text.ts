import type { CuentaEntry } from '@projections/auditoria/entries'
import { knownName, type Translate } from '@/components/tickets/linea/event-text'

/** Says what an event did to an account, or what the service was asked; the author's name stands before it. */
export function cuentaEventText({ evento, nombres }: CuentaEntry, t: Translate): string {
  const nombre = knownName(nombres[evento.sobre.sujeto.id], t)
  switch (evento.tipo) {
    case 'alta_cuenta':
      return t('auditoria.evento.alta', { nombre })
    case 'cambio_rol':
      return t('auditoria.evento.cambioRol', { nombre })
    case 'edicion_cuenta':
      return t('auditoria.evento.edicion', { nombre })
    case 'desactivacion':
      return t('auditoria.evento.desactivacion', { nombre })
    case 'reactivacion':
      return t('auditoria.evento.reactivacion', { nombre })
    case 'cambio_contrasena':
      return evento.sobre.usuarioId === evento.sobre.sujeto.id
        ? t('auditoria.evento.contrasenaPropia')
        : t('auditoria.evento.contrasena', { nombre })
    case 'cambio_idioma':
      return evento.sobre.usuarioId === evento.sobre.sujeto.id
        ? t('auditoria.evento.idiomaPropio')
        : t('auditoria.evento.idioma', { nombre })
    case 'sesiones_revocadas':
      return evento.sobre.usuarioId === evento.sobre.sujeto.id
        ? t(`auditoria.evento.sesionPropia_${evento.datos.alcance}`)
        : t(`auditoria.evento.sesion_${evento.datos.alcance}`, { nombre })
    case 'enlace_acceso':
      return t(`auditoria.evento.enlace_${evento.datos.accion}`, { nombre })
    case 'consulta_auditoria':
      return evento.datos.clase === 'busqueda'
        ? t('auditoria.evento.busqueda')
        : t('auditoria.evento.exportacion', { formato: (evento.datos.formato ?? '').toUpperCase() })
    case 'alta_token':
      return t(`auditoria.evento.token_${evento.datos.clase}`, { nombre })
    case 'baja_token':
      return t('auditoria.evento.tokenRevocado', { nombre })
    case 'alta_webhook':
      return t('auditoria.evento.webhook')
    case 'gestion_webhook':
      return t(`auditoria.evento.webhook_${evento.datos.accion}`)
    case 'gestion_tarea':
      return t(`auditoria.evento.tarea_${evento.datos.accion}`)
    case 'ajuste_servicio':
      return t('auditoria.evento.ajuste', { accion: tuningName(evento.datos.accion, t) })
    case 'mantenimiento':
      return t(`auditoria.evento.mantenimiento_${evento.datos.fase}`)
  }
}

/** What src/metrics/advice offers, as far as this page has a name for it. */
const TUNING = [
  'analizar',
  'compactar',
  'calentar_cache',
  'vaciar_cola',
  'reconstruir_proyeccion',
  'respaldar',
  'simular_recuperacion',
] as const

/** What a page calls it that offers it; one that is offered no more goes by the name that it was noted by. */
function tuningName(accion: string, t: Translate): string {
  const known = TUNING.find((one) => one === accion)
  return known === undefined ? accion.replaceAll('_', ' ') : t(`metricas.accion.${known}`)
}
