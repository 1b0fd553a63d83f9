import auditoria from './auditoria.json'
import comun from './comun.json'
import dominio from './dominio.json'
import rechazos from './rechazos.json'
import sesion from './sesion.json'
import tickets from './tickets.json'
import tiempo from './tiempo.json'
import usuarios from './usuarios.json'
import vivo from './vivo.json'

export default { auditoria, comun, dominio, rechazos, sesion, tickets, tiempo, usuarios, vivo }
