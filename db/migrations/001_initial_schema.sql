-- The whole of it, with the reason for every table, constraint and index, is in db/schema.sql.

CREATE TABLE usuarios (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
  email TEXT NOT NULL UNIQUE COLLATE NOCASE
    CHECK (length(email) <= 254 AND email LIKE '_%@_%._%' AND email NOT LIKE '%@%@%' AND instr(email, ' ') = 0
      AND instr(email, char(0)) = 0 AND replace(email, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  nombre TEXT NOT NULL CHECK (length(nombre) BETWEEN 1 AND 120
    AND instr(nombre, char(0)) = 0 AND replace(nombre, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  rol TEXT NOT NULL CHECK (rol IN ('cliente', 'operador', 'admin', 'auditor')),
  password_hash TEXT NOT NULL,
  fecha_creacion DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  activo BOOLEAN NOT NULL DEFAULT 1 CHECK (activo IN (0, 1)),
  fecha_contrasena DATETIME NOT NULL
    CHECK (fecha_contrasena GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  version INTEGER NOT NULL CHECK (version >= 0),
  comando_id TEXT NOT NULL UNIQUE CHECK (length(comando_id) = 26)
);

CREATE INDEX idx_usuarios_rol ON usuarios (rol, nombre) WHERE activo = 1;

CREATE TABLE tickets (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
  titulo TEXT NOT NULL CHECK (length(titulo) BETWEEN 1 AND 200
    AND instr(titulo, char(0)) = 0 AND replace(titulo, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  descripcion TEXT NOT NULL CHECK (length(descripcion) <= 20000
    AND instr(descripcion, char(0)) = 0 AND replace(descripcion, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  estado TEXT NOT NULL DEFAULT 'abierto' CHECK (estado IN ('abierto', 'en_progreso', 'resuelto', 'cerrado')),
  prioridad TEXT NOT NULL DEFAULT 'media' CHECK (prioridad IN ('baja', 'media', 'alta', 'critica')),
  categoria TEXT CHECK (length(categoria) BETWEEN 1 AND 80
    AND instr(categoria, char(0)) = 0 AND replace(categoria, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  fecha_creacion DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_actualizacion DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    CHECK (fecha_actualizacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_actualizacion_cliente DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    CHECK (fecha_actualizacion_cliente GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_cierre DATETIME
    CHECK (fecha_cierre GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  asignado_a INTEGER REFERENCES usuarios (id),
  version INTEGER NOT NULL CHECK (version >= 0),
  comando_id TEXT NOT NULL UNIQUE CHECK (length(comando_id) = 26),
  prioridad_orden INTEGER GENERATED ALWAYS AS (
    CASE prioridad WHEN 'critica' THEN 4 WHEN 'alta' THEN 3 WHEN 'media' THEN 2 ELSE 1 END
  ) VIRTUAL,
  CHECK ((estado = 'cerrado') = (fecha_cierre IS NOT NULL))
);

CREATE INDEX idx_tickets_usuario ON tickets (usuario_id, fecha_actualizacion_cliente);
CREATE INDEX idx_tickets_estado ON tickets (estado, fecha_actualizacion);
CREATE INDEX idx_tickets_fecha_creacion ON tickets (fecha_creacion);
CREATE INDEX idx_tickets_actualizacion ON tickets (fecha_actualizacion);
CREATE INDEX idx_tickets_asignado ON tickets (asignado_a, fecha_actualizacion);
CREATE INDEX idx_tickets_prioridad ON tickets (prioridad_orden, fecha_actualizacion);

CREATE TABLE interacciones (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
  evento_id TEXT NOT NULL UNIQUE CHECK (length(evento_id) = 26),
  ticket_id INTEGER REFERENCES tickets (id),
  cuenta_id INTEGER REFERENCES usuarios (id),
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  tipo TEXT NOT NULL CHECK (length(tipo) BETWEEN 1 AND 60),
  contenido TEXT
    CHECK (instr(contenido, char(0)) = 0 AND replace(contenido, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  metadata TEXT NOT NULL
    CHECK (json_valid(metadata) AND replace(metadata, '\\', '') NOT GLOB '*\u[dD][89a-fA-F]*'
      AND replace(metadata, '\\', '') NOT LIKE '%\u0000%' AND instr(metadata, char(0)) = 0
      AND replace(metadata, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  es_interno BOOLEAN NOT NULL DEFAULT 0 CHECK (es_interno IN (0, 1)),
  version INTEGER NOT NULL CHECK (version >= 1),
  comando_id TEXT NOT NULL CHECK (length(comando_id) = 26),
  orden INTEGER NOT NULL CHECK (orden >= 0),
  correlacion_id TEXT NOT NULL CHECK (length(correlacion_id) = 26),
  causa_id TEXT CHECK (length(causa_id) = 26),
  sal TEXT CHECK (length(sal) = 32),
  huella TEXT CHECK (length(huella) = 64),
  fecha_creacion DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_registro DATETIME NOT NULL
    CHECK (fecha_registro GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  CHECK ((ticket_id IS NULL) <> (cuenta_id IS NULL)),
  CHECK (contenido IS NULL OR (sal IS NOT NULL AND huella IS NOT NULL)),
  UNIQUE (ticket_id, version),
  UNIQUE (comando_id, orden)
);

CREATE UNIQUE INDEX idx_interacciones_cuenta_version ON interacciones (cuenta_id, version) WHERE cuenta_id IS NOT NULL;
CREATE INDEX idx_interacciones_ticket_fecha ON interacciones (ticket_id, fecha_creacion DESC);

CREATE TRIGGER interacciones_no_update BEFORE UPDATE ON interacciones
BEGIN
  SELECT RAISE(ABORT, 'interacciones is append-only: UPDATE is denied');
END;

CREATE TRIGGER interacciones_no_delete BEFORE DELETE ON interacciones
BEGIN
  SELECT RAISE(ABORT, 'interacciones is append-only: DELETE is denied');
END;

CREATE TRIGGER interacciones_no_replace BEFORE INSERT ON interacciones
WHEN (NEW.id <> -1 AND NEW.id <= (SELECT coalesce(max(id), 0) FROM interacciones))
  OR EXISTS (SELECT 1 FROM interacciones WHERE evento_id = NEW.evento_id)
  OR EXISTS (SELECT 1 FROM interacciones WHERE ticket_id = NEW.ticket_id AND version = NEW.version)
  OR EXISTS (SELECT 1 FROM interacciones WHERE cuenta_id = NEW.cuenta_id AND version = NEW.version)
  OR EXISTS (SELECT 1 FROM interacciones WHERE comando_id = NEW.comando_id AND orden = NEW.orden)
BEGIN
  SELECT RAISE(ABORT, 'interacciones is append-only: the id, event, version or command exists');
END;

CREATE VIEW linea_tiempo_cliente AS
SELECT id, evento_id, ticket_id, cuenta_id, usuario_id, tipo, contenido, metadata, es_interno, version, comando_id,
  orden, correlacion_id, causa_id, fecha_creacion, fecha_registro
FROM interacciones
WHERE ticket_id IS NOT NULL AND es_interno = 0;

CREATE VIEW linea_tiempo_interna AS
SELECT id, evento_id, ticket_id, cuenta_id, usuario_id, tipo, contenido, metadata, es_interno, version, comando_id,
  orden, correlacion_id, causa_id, fecha_creacion, fecha_registro
FROM interacciones
WHERE ticket_id IS NOT NULL;

CREATE TABLE sesiones (
  huella_token TEXT PRIMARY KEY CHECK (length(huella_token) = 64),
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  fecha_creacion DATETIME NOT NULL,
  fecha_actividad DATETIME NOT NULL,
  fecha_expiracion DATETIME NOT NULL,
  agente TEXT NOT NULL DEFAULT '' CHECK (length(agente) <= 300),
  direccion TEXT NOT NULL DEFAULT '' CHECK (length(direccion) <= 64)
) WITHOUT ROWID;

CREATE INDEX idx_sesiones_usuario ON sesiones (usuario_id);
CREATE INDEX idx_sesiones_expiracion ON sesiones (fecha_expiracion);

CREATE TABLE intentos_acceso (
  clave TEXT PRIMARY KEY CHECK (length(clave) <= 340),
  intentos INTEGER NOT NULL CHECK (intentos >= 1),
  fecha_ventana DATETIME NOT NULL
) WITHOUT ROWID;

CREATE INDEX idx_intentos_acceso_ventana ON intentos_acceso (fecha_ventana);

-- The system account: the batch worker and the importer act as it. Its hash matches no password and it is
-- inactive, so no session of it can be opened. huella = SHA-256(sal, contenido), computed beforehand.
INSERT INTO usuarios (id, email, nombre, rol, password_hash, fecha_creacion, activo, fecha_contrasena, version, comando_id)
SELECT 1, 'sistema@bitacora.invalid', 'Sistema', 'auditor', '!', ahora, 0, ahora, 1, '00000000000000000000000000'
FROM (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS ahora);

INSERT INTO interacciones (
  evento_id, cuenta_id, usuario_id, tipo, contenido, metadata, version, comando_id, orden, correlacion_id,
  sal, huella, fecha_creacion, fecha_registro
)
SELECT
  '00000000000000000000000001', 1, 1, 'alta_cuenta',
  '{"email":"sistema@bitacora.invalid","nombre":"Sistema"}',
  '{"json":{"v":1,"datos":{"rol":"auditor","activo":false}}}', 1,
  '00000000000000000000000000', 0, '00000000000000000000000000',
  '00000000000000000000000000000000',
  'db20338b66028d82e92cba42da13e4848b3ab7e0c9bc035ed1870dcced74dbe5',
  fecha_creacion, fecha_creacion
FROM usuarios WHERE id = 1;
