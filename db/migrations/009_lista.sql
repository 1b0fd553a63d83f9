-- Whose turn each ticket is and since when, and what of it each of the staff has seen.

ALTER TABLE tickets ADD COLUMN espera_a TEXT CHECK (espera_a IN ('equipo', 'cliente'));
ALTER TABLE tickets ADD COLUMN espera_desde DATETIME
  CHECK (espera_desde GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z')
  CHECK ((espera_a IS NULL) = (espera_desde IS NULL));

-- Where there are tickets already, the older version stands, and the service folds their rows anew when it starts.
UPDATE checkpoints SET version = 2 WHERE proyeccion = 'tickets' AND NOT EXISTS (SELECT 1 FROM tickets);

DROP INDEX idx_tickets_estado;
DROP INDEX idx_tickets_fecha_creacion;
DROP INDEX idx_tickets_actualizacion;
DROP INDEX idx_tickets_asignado;
DROP INDEX idx_tickets_prioridad;
CREATE INDEX idx_tickets_estado ON tickets (estado, fecha_actualizacion, id, espera_a);
CREATE INDEX idx_tickets_fecha_creacion ON tickets (fecha_creacion, id, estado, espera_a);
CREATE INDEX idx_tickets_actualizacion ON tickets (fecha_actualizacion, id, espera_a);
CREATE INDEX idx_tickets_asignado ON tickets (asignado_a, fecha_actualizacion, id, espera_a);
CREATE INDEX idx_tickets_prioridad ON tickets (prioridad_orden, fecha_actualizacion, id, estado, espera_a);
CREATE INDEX idx_tickets_espera ON tickets (espera_a, espera_desde, id, asignado_a, estado) WHERE espera_a IS NOT NULL;

CREATE TABLE vistos (
  usuario_id INTEGER NOT NULL,
  ticket_id INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  PRIMARY KEY (usuario_id, ticket_id)
) WITHOUT ROWID;
