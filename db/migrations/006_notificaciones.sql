-- What people are told of, each their own.

CREATE TABLE notificaciones (
  usuario_id INTEGER NOT NULL,
  evento_id TEXT NOT NULL CHECK (length(evento_id) = 26),
  ticket_id INTEGER NOT NULL,
  tipo TEXT NOT NULL CHECK (length(tipo) BETWEEN 1 AND 60),
  posicion INTEGER NOT NULL CHECK (posicion > 0),
  es_interno BOOLEAN NOT NULL CHECK (es_interno IN (0, 1)),
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  leida DATETIME CHECK (leida GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  PRIMARY KEY (usuario_id, evento_id)
) WITHOUT ROWID;

CREATE INDEX idx_notificaciones_lista ON notificaciones (usuario_id, posicion);
CREATE INDEX idx_notificaciones_sin_leer ON notificaciones (usuario_id, leida, es_interno, ticket_id) WHERE leida IS NULL;
CREATE INDEX idx_notificaciones_leidas ON notificaciones (leida) WHERE leida IS NOT NULL;
