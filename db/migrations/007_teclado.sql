-- People are found by any word of their name or address, accents aside.

CREATE VIRTUAL TABLE busqueda_cuentas USING fts5 (
  nombre,
  email,
  content = 'usuarios',
  content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '2 3'
);

INSERT INTO busqueda_cuentas (busqueda_cuentas) VALUES ('rebuild');

CREATE TRIGGER usuarios_busqueda_alta AFTER INSERT ON usuarios
BEGIN
  INSERT INTO busqueda_cuentas (rowid, nombre, email) VALUES (new.id, new.nombre, new.email);
END;

CREATE TRIGGER usuarios_busqueda_cambio AFTER UPDATE OF nombre, email ON usuarios
WHEN old.nombre IS NOT new.nombre OR old.email IS NOT new.email
BEGIN
  INSERT INTO busqueda_cuentas (busqueda_cuentas, rowid, nombre, email)
  VALUES ('delete', old.id, old.nombre, old.email);
  INSERT INTO busqueda_cuentas (rowid, nombre, email) VALUES (new.id, new.nombre, new.email);
END;

CREATE TRIGGER usuarios_busqueda_baja AFTER DELETE ON usuarios
BEGIN
  INSERT INTO busqueda_cuentas (busqueda_cuentas, rowid, nombre, email)
  VALUES ('delete', old.id, old.nombre, old.email);
END;
