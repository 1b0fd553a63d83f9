-- The service's figures: of each process that lives, their history, the tables' sizes, and what is out of bounds.

CREATE TABLE metricas_procesos (
  proceso TEXT PRIMARY KEY CHECK (length(proceso) = 26),
  desde DATETIME NOT NULL CHECK (desde GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  cifras TEXT NOT NULL CHECK (json_valid(cifras)),
  medidas TEXT NOT NULL CHECK (json_valid(medidas))
) WITHOUT ROWID;

CREATE TABLE metricas_historia (
  nivel TEXT NOT NULL CHECK (nivel IN ('minuto', 'decena', 'hora')),
  instante DATETIME NOT NULL CHECK (instante GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  proceso TEXT NOT NULL CHECK (length(proceso) IN (0, 26)),
  cifras TEXT NOT NULL CHECK (json_valid(cifras)),
  medidas TEXT NOT NULL CHECK (json_valid(medidas)),
  PRIMARY KEY (nivel, instante, proceso)
) WITHOUT ROWID;

CREATE TABLE metricas_tamanos (
  tabla TEXT NOT NULL,
  dia TEXT NOT NULL CHECK (length(dia) = 10),
  filas INTEGER CHECK (filas >= 0),
  bytes INTEGER CHECK (bytes >= 0),
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  PRIMARY KEY (dia, tabla)
) WITHOUT ROWID;

CREATE TABLE alertas (
  regla TEXT PRIMARY KEY CHECK (length(regla) BETWEEN 1 AND 60),
  activa BOOLEAN NOT NULL DEFAULT 0 CHECK (activa IN (0, 1)),
  desde DATETIME NOT NULL CHECK (desde GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  candidata_desde DATETIME,
  valor REAL,
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z')
) WITHOUT ROWID;

-- How old what is open is: the open ones are few among all.
CREATE INDEX idx_tickets_abiertos ON tickets (fecha_creacion, estado) WHERE estado IN ('abierto', 'en_progreso');
