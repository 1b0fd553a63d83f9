import api from './api.json'
import auditoria from './auditoria.json'
import busqueda from './busqueda.json'
import comun from './comun.json'
import correo from './correo.json'
import dominio from './dominio.json'
import mantenimiento from './mantenimiento.json'
import masivas from './masivas.json'
import metricas from './metricas.json'
import notificaciones from './notificaciones.json'
import personas from './personas.json'
import rechazos from './rechazos.json'
import sesion from './sesion.json'
import tareas from './tareas.json'
import teclado from './teclado.json'
import tickets from './tickets.json'
import tiempo from './tiempo.json'
import usuarios from './usuarios.json'
import vivo from './vivo.json'
import webhooks from './webhooks.json'

export default {
  api,
  auditoria,
  busqueda,
  comun,
  correo,
  dominio,
  mantenimiento,
  masivas,
  metricas,
  notificaciones,
  personas,
  rechazos,
  sesion,
  tareas,
  teclado,
  tickets,
  tiempo,
  usuarios,
  vivo,
  webhooks,
}
