-- Backups and maintenance: each run, and what came of it.

CREATE TABLE mantenimientos (
  id TEXT PRIMARY KEY CHECK (length(id) = 26),
  accion TEXT NOT NULL CHECK (length(accion) BETWEEN 1 AND 40 AND accion NOT GLOB '*[^a-z_]*'),
  origen TEXT NOT NULL CHECK (origen IN ('consola', 'plan', 'pagina')),
  estado TEXT NOT NULL DEFAULT 'en_marcha' CHECK (estado IN ('en_marcha', 'hecho', 'fallido')),
  proceso TEXT NOT NULL CHECK (length(proceso) <= 300),
  fecha_inicio DATETIME NOT NULL CHECK (fecha_inicio GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_fin DATETIME CHECK (fecha_fin GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  antes TEXT CHECK (json_valid(antes) AND length(antes) <= 4000),
  despues TEXT CHECK (json_valid(despues) AND length(despues) <= 4000),
  resultado TEXT CHECK (json_valid(resultado) AND length(resultado) <= 8000),
  error TEXT CHECK (length(error) <= 1000),
  CHECK ((estado = 'en_marcha') = (fecha_fin IS NULL))
) WITHOUT ROWID;

CREATE UNIQUE INDEX idx_mantenimientos_en_marcha ON mantenimientos (estado) WHERE estado = 'en_marcha';
CREATE INDEX idx_mantenimientos_accion ON mantenimientos (accion, estado, fecha_fin) WHERE fecha_fin IS NOT NULL;
CREATE INDEX idx_mantenimientos_inicio ON mantenimientos (fecha_inicio);
