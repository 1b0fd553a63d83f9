-- Tokens of the API, webhooks, and what became of each thing that was sent to them.

CREATE TABLE tokens_api (
  id TEXT PRIMARY KEY CHECK (length(id) = 26),
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  huella TEXT NOT NULL UNIQUE CHECK (length(huella) = 64),
  evento_id TEXT NOT NULL CHECK (length(evento_id) = 26),
  clase TEXT NOT NULL CHECK (clase IN ('personal', 'servicio')),
  nombre TEXT NOT NULL CHECK (length(nombre) BETWEEN 1 AND 60),
  alcances TEXT NOT NULL CHECK (json_valid(alcances)),
  fecha_creacion DATETIME NOT NULL CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_expiracion DATETIME NOT NULL CHECK (fecha_expiracion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_revocacion DATETIME CHECK (fecha_revocacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  ultimo_uso DATETIME CHECK (ultimo_uso GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  direccion TEXT NOT NULL DEFAULT '' CHECK (length(direccion) <= 64)
) WITHOUT ROWID;

CREATE INDEX idx_tokens_api_usuario ON tokens_api (usuario_id, fecha_creacion);

CREATE TABLE webhooks (
  id TEXT PRIMARY KEY CHECK (length(id) = 26),
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  url TEXT NOT NULL CHECK (length(url) <= 2000),
  filtro TEXT NOT NULL CHECK (json_valid(filtro)),
  notas INTEGER NOT NULL CHECK (notas IN (0, 1)),
  activo INTEGER NOT NULL DEFAULT 1 CHECK (activo IN (0, 1)),
  fecha_creacion DATETIME NOT NULL CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z')
) WITHOUT ROWID;

CREATE INDEX idx_webhooks_usuario ON webhooks (usuario_id);
CREATE INDEX idx_webhooks_activos ON webhooks (activo);

CREATE TABLE webhooks_entregas (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  posicion INTEGER NOT NULL,
  evento_id TEXT NOT NULL CHECK (length(evento_id) = 26),
  ticket_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  tipo TEXT NOT NULL,
  estado TEXT NOT NULL DEFAULT 'pendiente' CHECK (estado IN ('pendiente', 'entregada', 'omitida', 'muerta')),
  intentos INTEGER NOT NULL DEFAULT 0 CHECK (intentos >= 0),
  codigo INTEGER,
  milisegundos INTEGER,
  error TEXT CHECK (length(error) <= 500),
  fecha_creacion DATETIME NOT NULL CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_intento DATETIME CHECK (fecha_intento GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z')
);

CREATE INDEX idx_webhooks_entregas_turno ON webhooks_entregas (webhook_id, ticket_id, id) WHERE estado = 'pendiente';
CREATE INDEX idx_webhooks_entregas_diario ON webhooks_entregas (webhook_id, id);
CREATE INDEX idx_webhooks_entregas_fecha ON webhooks_entregas (fecha_creacion);
