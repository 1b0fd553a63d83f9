import { anota, asigna, cierra, clasifica, comenta, crea, pasa, prioriza, type Story } from './story'

/** What Andrés, who keeps the office of an architects' practice, asked for. */
export const STORIES_OF_ANDRES: readonly Story[] = [
  [
    crea(
      'andres',
      [28, '09:15'],
      'No hay wifi en la sala de juntas',
      'En la sala de juntas no se ve la red de la oficina. En el pasillo, a dos metros, sí.',
      { categoria: 'Red' },
    ),
    asigna('marta', [28, '08:50'], 'diego'),
    comenta('diego', [28, '07:35'], 'El punto de acceso del techo no responde. Pasamos esta tarde a verlo.'),
    pasa('diego', [28, '03:20'], 'en_progreso'),
    pasa(
      'diego',
      [28, '01:45'],
      'resuelto',
      'Era el cable: lo habían pisado con la mesa nueva. Está cambiado y canalizado por el suelo.',
    ),
    cierra('andres', [27, '08:55'], 'resuelto'),
  ],
  [
    crea(
      'andres',
      [18, '07:20'],
      'Contraseña caducada y no me deja cambiarla',
      'Al entrar me pide cambiar la contraseña, pero rechaza todas las que pongo sin decir por qué.',
      { prioridad: 'alta', categoria: 'Accesos' },
    ),
    asigna('diego', [18, '07:02'], 'diego'),
    pasa(
      'diego',
      [18, '06:25'],
      'resuelto',
      'La política nueva pide al menos 12 caracteres y el mensaje no lo decía. Te he enviado un enlace para elegir una; ya hemos pedido que se corrija el mensaje.',
    ),
  ],
  [
    crea(
      'andres',
      [15, '05:40'],
      'El proyector no da señal con los portátiles nuevos',
      'Con los portátiles antiguos funciona; con los nuevos dice «Sin señal».',
      { prioridad: 'baja', categoria: 'Hardware' },
    ),
    asigna('marta', [15, '05:05'], 'diego'),
    comenta(
      'diego',
      [14, '08:30'],
      '¿Con qué adaptador los conectáis? Los nuevos solo tienen USB-C y necesitan uno con vídeo.',
    ),
    cierra(
      'diego',
      [7, '08:10'],
      'sin_respuesta',
      'Como no hemos recibido respuesta en una semana, cerramos la incidencia. Si sigue ocurriendo, se puede reabrir.',
    ),
  ],
  [
    crea(
      'diego',
      [10, '06:30'],
      'Licencia del programa de diseño para un puesto más',
      'Andrés lo pide por teléfono: necesitan una licencia más a partir del mes que viene.',
      { prioridad: 'baja', categoria: 'Software', para: 'andres' },
    ),
    comenta(
      'andres',
      [10, '03:45'],
      'Confirmo: es para el puesto de Irene. Con que esté el día 1 es suficiente.',
    ),
    asigna('diego', [9, '08:20'], 'marta'),
  ],
  [
    crea(
      'andres',
      [6, '08:45'],
      'Pasar el buzón de proyectos a compartido',
      'El buzón proyectos@ lo usa solo Irene; querríamos que lo viéramos los cuatro.',
      { categoria: 'Correo' },
    ),
    asigna('marta', [6, '08:10'], 'diego'),
    anota(
      'diego',
      [5, '07:30'],
      'Hace falta el visto bueno de la propietaria del buzón. Está de vacaciones hasta el lunes; lo suelto para que lo coja quien esté de guardia.',
    ),
    asigna('diego', [5, '07:28'], null),
  ],
  [
    crea(
      'andres',
      [5, '09:40'],
      'Ha fallado la copia de seguridad de esta noche',
      'He recibido un correo que dice que la copia de seguridad del servidor de planos ha fallado.',
      { prioridad: 'critica', categoria: 'Servidores' },
    ),
    asigna('marta', [5, '09:31'], 'marta'),
    pasa('marta', [5, '09:20'], 'en_progreso'),
    anota(
      'marta',
      [5, '08:02'],
      'Disco de destino al 98 %. La copia de anteayer está completa y verificada. Amplío el volumen y relanzo.',
    ),
    comenta(
      'marta',
      [5, '04:15'],
      'La copia de anteayer está completa, así que no se ha perdido nada. Estamos ampliando el disco y esta noche se repetirá la copia.',
    ),
  ],
  [
    crea(
      'andres',
      [4, '06:15'],
      'Acceso denegado a la carpeta de presupuestos',
      'Desde el cambio de servidor no puedo abrir la carpeta de presupuestos de este año. Las de otros años, sí.',
    ),
    clasifica('marta', [4, '05:50'], 'Accesos'),
    comenta('andres', [3, '08:00'], '¿Hay alguna novedad? Tengo que entregar un presupuesto el viernes.'),
  ],
  [
    crea(
      'andres',
      [2, '07:55'],
      'El portal de clientes da error 500 al subir planos',
      'Al subir un plano de más de 20 MB sale «Error 500». Los pequeños suben bien.',
      { categoria: 'Web' },
    ),
    prioriza('marta', [2, '07:40'], 'alta'),
    asigna('marta', [2, '07:39'], 'diego'),
    pasa('diego', [2, '06:20'], 'en_progreso'),
    anota(
      'diego',
      [2, '04:50'],
      'El límite está en el proxy (`client_max_body_size`), no en la aplicación. Pendiente de ventana de cambios.',
    ),
  ],
  [
    crea(
      'andres',
      [0, '00:50'],
      'El ratón del puesto 4 hace doble clic solo',
      'Con un solo clic abre los archivos dos veces. Hemos probado en otro ordenador y pasa lo mismo.',
      { prioridad: 'baja', categoria: 'Hardware' },
    ),
  ],
]
