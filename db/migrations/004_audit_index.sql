-- What the audit page finds events by, following the log; and the filters that people keep.

INSERT INTO checkpoints (proyeccion, version, fecha)
VALUES ('auditoria', 1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));

CREATE TABLE auditoria (
  posicion INTEGER PRIMARY KEY,
  usuario_id INTEGER NOT NULL,
  ticket_id INTEGER,
  cuenta_id INTEGER,
  tipo TEXT NOT NULL,
  es_interno BOOLEAN NOT NULL,
  fecha DATETIME NOT NULL,
  correlacion_id TEXT NOT NULL
);

CREATE INDEX idx_auditoria_usuario ON auditoria (usuario_id);
CREATE INDEX idx_auditoria_ticket ON auditoria (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX idx_auditoria_cuenta ON auditoria (cuenta_id) WHERE cuenta_id IS NOT NULL;
CREATE INDEX idx_auditoria_tipo ON auditoria (tipo);
CREATE INDEX idx_auditoria_interno ON auditoria (es_interno) WHERE es_interno = 1;
CREATE INDEX idx_auditoria_correlacion ON auditoria (correlacion_id);
CREATE INDEX idx_auditoria_fecha ON auditoria (fecha, posicion);

CREATE TABLE filtros_guardados (
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  nombre TEXT NOT NULL CHECK (length(nombre) BETWEEN 1 AND 80 AND instr(nombre, char(0)) = 0 AND replace(nombre, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  consulta TEXT NOT NULL CHECK (length(consulta) <= 1000 AND instr(consulta, char(0)) = 0 AND replace(consulta, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  fecha DATETIME NOT NULL,
  PRIMARY KEY (usuario_id, nombre)
) WITHOUT ROWID;
