-- The Merkle tree over the log, its seals and the keys that sign them. They prove; they are no part of the log.

INSERT INTO checkpoints (proyeccion, version, fecha)
VALUES ('sellos', 1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));

CREATE TABLE sellos_mosaicos (
  nivel INTEGER NOT NULL CHECK (nivel BETWEEN 0 AND 6),
  indice INTEGER NOT NULL CHECK (indice >= 0),
  hashes BLOB NOT NULL CHECK (typeof(hashes) = 'blob' AND length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
  primera INTEGER,
  UNIQUE (nivel, indice),
  CHECK ((nivel = 0) = (primera IS NOT NULL))
);

CREATE UNIQUE INDEX idx_sellos_mosaicos_primera ON sellos_mosaicos (primera) WHERE primera IS NOT NULL;

CREATE TRIGGER sellos_mosaicos_no_rewrite BEFORE UPDATE ON sellos_mosaicos
WHEN NEW.nivel <> OLD.nivel OR NEW.indice <> OLD.indice OR NEW.primera IS NOT OLD.primera
  OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes
BEGIN
  SELECT RAISE(ABORT, 'sellos_mosaicos only grows');
END;

CREATE TRIGGER sellos_mosaicos_no_delete BEFORE DELETE ON sellos_mosaicos
BEGIN
  SELECT RAISE(ABORT, 'sellos_mosaicos only grows');
END;

CREATE TABLE sellos_claves (
  orden INTEGER PRIMARY KEY CHECK (orden > 0),
  clave_id TEXT NOT NULL UNIQUE CHECK (length(clave_id) = 16),
  publica TEXT NOT NULL CHECK (length(publica) = 60),
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  anterior TEXT CHECK (length(anterior) = 16),
  firma TEXT CHECK (length(firma) = 88),
  CHECK ((orden = 1) = (anterior IS NULL) AND (anterior IS NULL) = (firma IS NULL))
);

CREATE TRIGGER sellos_claves_no_update BEFORE UPDATE ON sellos_claves
BEGIN
  SELECT RAISE(ABORT, 'sellos_claves is append-only');
END;

CREATE TRIGGER sellos_claves_no_delete BEFORE DELETE ON sellos_claves
BEGIN
  SELECT RAISE(ABORT, 'sellos_claves is append-only');
END;

CREATE TABLE sellos (
  tamano INTEGER PRIMARY KEY CHECK (tamano > 0),
  raiz TEXT NOT NULL CHECK (length(raiz) = 64),
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  posicion INTEGER NOT NULL CHECK (posicion > 0),
  clave_id TEXT NOT NULL REFERENCES sellos_claves (clave_id),
  firma TEXT NOT NULL CHECK (length(firma) = 88)
);

CREATE TRIGGER sellos_no_update BEFORE UPDATE ON sellos
BEGIN
  SELECT RAISE(ABORT, 'sellos is append-only');
END;

CREATE TRIGGER sellos_no_delete BEFORE DELETE ON sellos
BEGIN
  SELECT RAISE(ABORT, 'sellos is append-only');
END;
