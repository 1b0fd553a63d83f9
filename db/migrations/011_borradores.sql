-- What people have written and not sent, each their own.

CREATE TABLE borradores (
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  ticket_id INTEGER NOT NULL REFERENCES tickets (id),
  clase TEXT NOT NULL CHECK (clase IN ('respuesta', 'nota')),
  texto TEXT NOT NULL CHECK (length(texto) <= 20000 AND instr(texto, char(0)) = 0 AND replace(texto, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  PRIMARY KEY (usuario_id, ticket_id, clase)
) WITHOUT ROWID;
