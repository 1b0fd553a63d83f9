-- The language of an account, since when its sessions and links hold, the links to set a password, and finding people.

ALTER TABLE usuarios ADD COLUMN idioma TEXT NOT NULL DEFAULT 'es' CHECK (idioma IN ('es', 'en'));
ALTER TABLE usuarios ADD COLUMN fecha_acceso DATETIME NOT NULL DEFAULT '1970-01-01T00:00:00.000Z' CHECK (fecha_acceso GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z');
-- Until the rebuild that the raised version of the projection brings: no session may come back to life meanwhile.
UPDATE usuarios SET fecha_acceso = max(fecha_contrasena, coalesce(
  (SELECT max(fecha_creacion) FROM interacciones WHERE cuenta_id = usuarios.id AND tipo = 'desactivacion'), ''));

CREATE INDEX idx_usuarios_por_rol ON usuarios (rol);
CREATE INDEX idx_usuarios_por_estado ON usuarios (activo);

CREATE VIRTUAL TABLE busqueda_cuentas USING fts5 (
  nombre,
  email,
  content = 'usuarios',
  content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '1 2 3'
);

INSERT INTO busqueda_cuentas (rowid, nombre, email) SELECT id, nombre, email FROM usuarios;

CREATE TRIGGER busqueda_cuentas_insert AFTER INSERT ON usuarios
BEGIN
  INSERT INTO busqueda_cuentas (rowid, nombre, email) VALUES (NEW.id, NEW.nombre, NEW.email);
END;

CREATE TRIGGER busqueda_cuentas_update AFTER UPDATE ON usuarios
WHEN OLD.nombre <> NEW.nombre OR OLD.email <> NEW.email COLLATE BINARY
BEGIN
  INSERT INTO busqueda_cuentas (busqueda_cuentas, rowid, nombre, email) VALUES ('delete', OLD.id, OLD.nombre, OLD.email);
  INSERT INTO busqueda_cuentas (rowid, nombre, email) VALUES (NEW.id, NEW.nombre, NEW.email);
END;

CREATE TRIGGER busqueda_cuentas_delete AFTER DELETE ON usuarios
BEGIN
  INSERT INTO busqueda_cuentas (busqueda_cuentas, rowid, nombre, email) VALUES ('delete', OLD.id, OLD.nombre, OLD.email);
END;

CREATE TABLE enlaces_acceso (
  usuario_id INTEGER PRIMARY KEY REFERENCES usuarios (id),
  huella TEXT NOT NULL UNIQUE CHECK (length(huella) = 64),
  email TEXT NOT NULL CHECK (length(email) <= 254),
  correlacion_id TEXT NOT NULL CHECK (length(correlacion_id) = 26),
  comando_id TEXT NOT NULL CHECK (length(comando_id) = 26),
  fecha_creacion DATETIME NOT NULL,
  fecha_expiracion DATETIME NOT NULL
);

CREATE INDEX idx_enlaces_acceso_expiracion ON enlaces_acceso (fecha_expiracion);
