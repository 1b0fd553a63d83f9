-- The tasks, and the projection that bears them. Older events bear none: it begins at the log's end.

CREATE TABLE tareas (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 200 AND id NOT GLOB '*[^-A-Za-z0-9_:.]*'),
  tipo TEXT NOT NULL CHECK (length(tipo) BETWEEN 1 AND 60 AND tipo NOT GLOB '*[^a-z_]*'),
  v INTEGER NOT NULL CHECK (v >= 1),
  datos TEXT NOT NULL CHECK (json_valid(datos) AND length(datos) <= 20000),
  prioridad INTEGER NOT NULL CHECK (prioridad IN (0, 1, 2)),
  estado TEXT NOT NULL DEFAULT 'pendiente' CHECK (estado IN ('pendiente', 'hecha', 'aparcada', 'descartada')),
  intentos INTEGER NOT NULL DEFAULT 0 CHECK (intentos >= 0),
  vence DATETIME NOT NULL CHECK (vence GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  evento_id TEXT CHECK (length(evento_id) = 26),
  valla INTEGER NOT NULL DEFAULT 0,
  titular TEXT CHECK (length(titular) = 26),
  arriendo_hasta DATETIME CHECK (arriendo_hasta GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  historial TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(historial) AND length(historial) <= 20000),
  resultado TEXT CHECK (json_valid(resultado) AND length(resultado) <= 4000),
  fecha_creacion DATETIME NOT NULL CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_fin DATETIME CHECK (fecha_fin GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  CONSTRAINT tareas_fence CHECK (valla >= 0),
  CHECK ((titular IS NULL) = (arriendo_hasta IS NULL)),
  CHECK ((estado = 'pendiente') = (fecha_fin IS NULL)),
  CHECK (titular IS NULL OR estado = 'pendiente')
) WITHOUT ROWID;

CREATE INDEX idx_tareas_pendientes ON tareas (prioridad, vence) WHERE estado = 'pendiente';
CREATE INDEX idx_tareas_arrendadas ON tareas (arriendo_hasta) WHERE arriendo_hasta IS NOT NULL;
CREATE INDEX idx_tareas_terminadas ON tareas (estado, fecha_fin) WHERE fecha_fin IS NOT NULL;

INSERT INTO checkpoints (proyeccion, version, posicion, fecha)
SELECT 'outbox', 1, coalesce(max(id), 0), strftime('%Y-%m-%dT%H:%M:%fZ', 'now') FROM interacciones;
