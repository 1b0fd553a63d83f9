import {
  anota,
  asigna,
  cierra,
  clasifica,
  comenta,
  crea,
  edita,
  pasa,
  prioriza,
  reabre,
  type Story,
} from './story'

/** What Lucía, who runs the front desk of a clinic, asked for. */
export const STORIES_OF_LUCIA: readonly Story[] = [
  [
    crea(
      'lucia',
      [34, '08:12'],
      'La impresora de recepción saca las hojas en blanco',
      'Desde esta mañana la impresora de recepción coge el papel y lo saca en blanco. He cambiado el tóner y sigue igual. Hay pacientes esperando sus informes.',
      { categoria: 'Hardware' },
    ),
    asigna('marta', [34, '07:50'], 'diego'),
    comenta(
      'diego',
      [34, '07:21'],
      'Hola, Lucía. ¿Podrías imprimir la página de prueba desde el propio panel de la impresora y decirme si también sale en blanco?',
    ),
    comenta('lucia', [34, '06:40'], 'Sí, también sale en blanco. Te he dejado una encima del mostrador.'),
    pasa('diego', [34, '06:32'], 'en_progreso'),
    anota(
      'diego',
      [34, '04:55'],
      'El tambor está agotado (contador en 102 %). Hay uno de repuesto en el almacén de la segunda planta; es el último, hay que pedir más.',
    ),
    pasa(
      'diego',
      [33, '05:30'],
      'resuelto',
      'He cambiado el tambor y ya imprime bien. ¿Nos confirmas cuando saquéis unos cuantos informes?',
    ),
    cierra(
      'lucia',
      [33, '03:48'],
      'resuelto',
      'Confirmado, llevamos toda la mañana imprimiendo sin problemas. ¡Gracias!',
    ),
  ],
  [
    crea('lucia', [33, '09:05'], 'Impresora de recepción', 'No imprime la impresora de recepción.', {
      prioridad: 'baja',
    }),
    anota(
      'diego',
      [33, '08:44'],
      'Es la misma avería que ya tenemos abierta; lo ha enviado la compañera del turno de tarde con la sesión de Lucía.',
    ),
    cierra(
      'diego',
      [33, '08:41'],
      'duplicado',
      'Lo estamos llevando en la incidencia que abriste ayer; cierro esta para no duplicar avisos.',
    ),
  ],
  [
    crea(
      'lucia',
      [31, '10:20'],
      'La VPN se desconecta cada diez minutos',
      'Trabajo desde casa los martes y la VPN se corta cada diez minutos, más o menos. Tengo que volver a entrar en todo.\n\n- Portátil de la empresa, Windows 11\n- Fibra en casa, por wifi\n- Empezó la semana pasada',
      { prioridad: 'alta', categoria: 'Red' },
    ),
    asigna('marta', [31, '09:58'], 'diego'),
    pasa(
      'diego',
      [31, '09:12'],
      'en_progreso',
      'Veo tus desconexiones en el registro del servidor. Empiezo por revisar la versión del cliente de VPN.',
    ),
    anota(
      'diego',
      [31, '05:03'],
      'Sesiones cortadas siempre a los 600 s: parece el `idle timeout` que bajamos en el último cambio, no su conexión.',
    ),
    pasa(
      'diego',
      [30, '08:15'],
      'resuelto',
      'Hemos corregido un tiempo de espera demasiado corto en el servidor. No tienes que hacer nada por tu parte.',
    ),
    cierra('diego', [27, '08:00'], 'resuelto'),
    reabre('lucia', [24, '07:30'], 'Hoy ha vuelto a pasar: tres cortes en una hora.'),
    pasa('diego', [24, '06:10'], 'en_progreso'),
    pasa(
      'diego',
      [23, '04:45'],
      'resuelto',
      'El segundo servidor de VPN conservaba el valor antiguo. Ya están los dos iguales y hemos añadido una comprobación para que no vuelva a pasar.',
    ),
    cierra('lucia', [20, '09:25'], 'resuelto'),
  ],
  [
    crea(
      'lucia',
      [26, '06:35'],
      'Alta de una nueva compañera en recepción',
      'El lunes empieza Rocío Pardo en recepción. Necesita usuario, correo y acceso a la agenda de citas.',
      { categoria: 'Accesos' },
    ),
    asigna('marta', [26, '05:50'], 'diego'),
    comenta('diego', [26, '04:20'], '¿Necesita también acceso a la caja o solo a la agenda?'),
    comenta('lucia', [25, '09:10'], 'De momento solo a la agenda.'),
    pasa(
      'diego',
      [24, '08:30'],
      'resuelto',
      'Usuario creado. La contraseña provisional se la damos en persona el lunes; tendrá que cambiarla al entrar.',
    ),
    cierra('lucia', [22, '07:05'], 'resuelto'),
  ],
  [
    crea(
      'lucia',
      [20, '05:15'],
      'Informe mensual de citas por especialidad',
      '¿Se podría recibir cada mes un informe con las citas por especialidad? Ahora lo hacemos a mano.',
      { prioridad: 'baja', categoria: 'Informes' },
    ),
    comenta(
      'diego',
      [19, '08:40'],
      'Esa exportación ya existe: en la agenda, menú *Informes* → *Citas por especialidad*. ¿Os sirve?',
    ),
    cierra('lucia', [19, '03:30'], 'cancelado', 'No lo habíamos visto, nos sirve perfectamente. Lo cierro.'),
  ],
  [
    crea(
      'lucia',
      [12, '08:05'],
      'Las facturas del mes pasado no cuadran con la caja',
      'El total de facturas del programa no coincide con la caja: hay 312,40 € de diferencia. Lo he repasado dos veces.',
      { prioridad: 'alta' },
    ),
    clasifica('marta', [12, '07:48'], 'Facturación'),
    asigna('marta', [12, '07:47'], 'marta'),
    pasa('marta', [12, '05:30'], 'en_progreso'),
    comenta(
      'marta',
      [11, '06:15'],
      'Hay cuatro facturas rectificadas que el informe cuenta dos veces. Lo estamos comprobando con el proveedor del programa.',
    ),
    anota(
      'marta',
      [10, '04:10'],
      'Caso abierto con el proveedor (ref. 48-2217). Reconocen el fallo; corrección prevista para la próxima versión. No prometer fecha al cliente.',
    ),
  ],
  [
    crea(
      'lucia',
      [9, '07:40'],
      'El portátil de la consulta 3 se apaga solo',
      'Se apaga sin avisar, a veces en mitad de una visita. Ayer cuatro veces.',
      { prioridad: 'alta', categoria: 'Hardware' },
    ),
    asigna('marta', [9, '07:12'], 'diego'),
    prioriza('diego', [9, '06:58'], 'critica'),
    pasa('diego', [9, '06:55'], 'en_progreso'),
    comenta(
      'diego',
      [8, '08:20'],
      'He dejado un portátil de sustitución en la consulta 3 y me llevo el averiado para revisarlo.',
    ),
    comenta(
      'lucia',
      [8, '04:05'],
      'El de sustitución va bien, gracias. ¿Se podrán recuperar las plantillas que había en el escritorio?',
    ),
  ],
  [
    crea(
      'lucia',
      [7, '09:30'],
      'No llegan los correos con adjuntos del laboratorio',
      'Los resultados del laboratorio llegan sin el PDF desde el jueves. El resto de los correos, bien.',
      { categoria: 'Correo' },
    ),
    asigna('diego', [7, '08:42'], 'diego'),
    pasa(
      'diego',
      [6, '05:00'],
      'resuelto',
      'El filtro ponía en cuarentena los PDF firmados. Hemos añadido al laboratorio a la lista de remitentes de confianza y liberado los 14 correos retenidos.',
    ),
  ],
  [
    crea(
      'lucia',
      [3, '04:25'],
      'Teclado ergonomico',
      'Querría pedir un teclado ergonómico para el puesto 2 de recepción, por recomendación de prevención de riesgos.',
      { prioridad: 'baja', categoria: 'Hardware' },
    ),
    edita(
      'lucia',
      [3, '04:19'],
      'Teclado y reposamuñecas ergonómicos para recepción',
      'Querría pedir un teclado ergonómico y un reposamuñecas para el puesto 2 de recepción, por recomendación de prevención de riesgos.',
    ),
  ],
  [
    crea(
      'lucia',
      [1, '06:50'],
      'La pantalla de cobro se queda congelada',
      'Al cobrar con tarjeta la pantalla se queda en «Procesando…» y no podemos cobrar. El datáfono sí responde.',
      { prioridad: 'alta', categoria: 'Facturación' },
    ),
    prioriza('diego', [1, '06:44'], 'critica'),
    asigna('diego', [1, '06:43'], 'diego'),
    pasa(
      'diego',
      [1, '06:30'],
      'en_progreso',
      'Mientras lo revisamos podéis cobrar tecleando el importe directamente en el datáfono. Os avisamos en cuanto esté.',
    ),
  ],
  [
    crea(
      'lucia',
      [0, '03:10'],
      'No me llegan los avisos de citas anuladas',
      'Desde ayer no recibo el aviso cuando un paciente anula la cita. En la agenda sí aparecen anuladas.',
    ),
  ],
]
