-- The projections that follow the log, and where each of them stands.

CREATE TABLE checkpoints (
  proyeccion TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  posicion INTEGER NOT NULL DEFAULT 0,
  generacion INTEGER NOT NULL DEFAULT 0,
  pendiente BOOLEAN NOT NULL DEFAULT 0 CHECK (pendiente IN (0, 1)),
  titular TEXT CHECK (length(titular) = 26),
  arriendo_hasta DATETIME,
  fecha DATETIME NOT NULL,
  error TEXT,
  error_posicion INTEGER,
  CONSTRAINT checkpoint_fence CHECK (posicion >= 0),
  CHECK ((titular IS NULL) = (arriendo_hasta IS NULL))
) WITHOUT ROWID;

INSERT INTO checkpoints (proyeccion, version, fecha)
SELECT value, 1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
FROM json_each('["usuarios", "tickets", "tickets_versiones", "busqueda", "resumen"]');

CREATE TABLE tickets_versiones (
  ticket_id INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  desde DATETIME NOT NULL,
  hasta DATETIME NOT NULL DEFAULT '9999-12-31T23:59:59.999Z',
  version_cliente INTEGER NOT NULL,
  desde_cliente DATETIME NOT NULL,
  hasta_cliente DATETIME NOT NULL DEFAULT '9999-12-31T23:59:59.999Z',
  titulo TEXT NOT NULL,
  usuario_id INTEGER NOT NULL,
  estado TEXT NOT NULL,
  prioridad TEXT NOT NULL,
  categoria TEXT,
  asignado_a INTEGER,
  fecha_creacion DATETIME NOT NULL,
  fecha_cierre DATETIME,
  PRIMARY KEY (ticket_id, version),
  CHECK (desde <= hasta AND desde_cliente <= hasta_cliente)
) WITHOUT ROWID;

CREATE INDEX idx_tickets_versiones_desde ON tickets_versiones (desde, ticket_id, hasta, prioridad);
CREATE INDEX idx_tickets_versiones_estado ON tickets_versiones (estado, desde, ticket_id, hasta, prioridad);
CREATE INDEX idx_tickets_versiones_asignado ON tickets_versiones (asignado_a, desde, ticket_id, hasta, estado, prioridad);
CREATE INDEX idx_tickets_versiones_usuario ON tickets_versiones (usuario_id, desde_cliente, ticket_id, hasta_cliente, version_cliente, estado);

CREATE VIRTUAL TABLE busqueda USING fts5 (
  titulo,
  texto,
  acceso,
  ticket_id UNINDEXED,
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '2 3'
);

CREATE TABLE busqueda_tickets (
  ticket_id INTEGER PRIMARY KEY,
  usuario_id INTEGER NOT NULL,
  documento INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1)
);

CREATE TABLE resumen_tickets (
  ticket_id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  usuario_id INTEGER NOT NULL,
  estado TEXT NOT NULL,
  prioridad TEXT NOT NULL,
  agente INTEGER NOT NULL,
  fecha_creacion DATETIME NOT NULL,
  fecha_respuesta DATETIME,
  reaperturas INTEGER NOT NULL CHECK (reaperturas >= 0)
);

CREATE TABLE resumen_actual (
  estado TEXT NOT NULL,
  prioridad TEXT NOT NULL,
  agente INTEGER NOT NULL,
  tickets INTEGER NOT NULL,
  PRIMARY KEY (estado, prioridad, agente)
) WITHOUT ROWID;

CREATE TABLE resumen_dias (
  dia TEXT NOT NULL CHECK (length(dia) = 10),
  prioridad TEXT NOT NULL,
  agente INTEGER NOT NULL,
  creados INTEGER NOT NULL,
  respondidos INTEGER NOT NULL,
  respuesta_ms INTEGER NOT NULL,
  resueltos INTEGER NOT NULL,
  resolucion_ms INTEGER NOT NULL,
  cerrados INTEGER NOT NULL,
  reabiertos INTEGER NOT NULL,
  PRIMARY KEY (dia, prioridad, agente)
) WITHOUT ROWID;
