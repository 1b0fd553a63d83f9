-- The whole schema, as the migrations build it (a test compares the two), with the reason for every table, constraint
-- and index. For each index: a query that it serves, and what EXPLAIN QUERY PLAN shows for it (the test asks again).
-- To change the schema, add a migration, then say it here.
-- What repeats itself:
-- * AUTOINCREMENT: an id is never used twice, so that a link or a log position means one thing for ever.
--   CHECK (id > 0): what is written by hand can't hide before the first row.
-- * DATETIME columns hold text, UTC, to the millisecond, in the one form whose order as text is that of time; the GLOB
--   refuses any other (CURRENT_TIMESTAMP's blank would sort before every T). A CHECK that comes to NULL is passed.
-- * instr(x, char(0)) and NOT GLOB: no NUL, which cuts a text off when it is read, and no ill-formed UTF-8, which
--   aborts every later reader. GLOB reads broken bytes as U+FFFD, so that a real U+FFFD is taken out first.
-- * comando_id is the ULID of the command that made a row. UNIQUE: a repeated creation makes no second row, and its
--   index is how the creation's own events find the new row. length() keeps out what is no ULID.
-- * Foreign keys are immediate: a deferred one that fails at COMMIT leaves its connection unfit for checkpoints. No row
--   of these tables is ever deleted, so no index stands on a key for the parent's sake alone.

-- Which migrations were applied. Made by the migration runner itself, for it must exist before the first.
CREATE TABLE migraciones (
  numero INTEGER PRIMARY KEY, -- two processes that apply the same one at once meet here
  nombre TEXT NOT NULL,
  suma TEXT NOT NULL CHECK (length(suma) = 64), -- SHA-256 of the file: an applied migration is never edited
  fecha DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

-- The accounts: an inline projection of the events with a cuenta_id; rebuilt from the log, but for password_hash.
CREATE TABLE usuarios (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
  -- UNIQUE serves as the index on email too, so there is no second one; NOCASE: one address, one account.
  --   query: SELECT * FROM usuarios WHERE email = :email
  --   plan: SEARCH usuarios USING INDEX sqlite_autoindex_usuarios_1 (email=?)
  -- The CHECK is a net under the domain's stricter schema: one @, a dot behind it, no blanks.
  email TEXT NOT NULL UNIQUE COLLATE NOCASE
    CHECK (length(email) <= 254 AND email LIKE '_%@_%._%' AND email NOT LIKE '%@%@%' AND instr(email, ' ') = 0
      AND instr(email, char(0)) = 0 AND replace(email, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  nombre TEXT NOT NULL CHECK (length(nombre) BETWEEN 1 AND 120 AND instr(nombre, char(0)) = 0 AND replace(nombre, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  rol TEXT NOT NULL CHECK (rol IN ('cliente', 'operador', 'admin', 'auditor')), -- a misspelt role would have no rights, or all
  password_hash TEXT NOT NULL, -- argon2id as a PHC string; '!' where no password fits
  fecha_creacion DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  activo BOOLEAN NOT NULL DEFAULT 1 CHECK (activo IN (0, 1)), -- accounts are deactivated, never deleted: the log names them
  fecha_contrasena DATETIME NOT NULL CHECK (fecha_contrasena GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'), -- sessions opened before are void
  version INTEGER NOT NULL CHECK (version >= 0), -- of its last event: the optimistic lock; 0 within a creation only
  --   query: SELECT id FROM usuarios WHERE comando_id = :comando
  --   plan: SEARCH usuarios USING COVERING INDEX sqlite_autoindex_usuarios_2 (comando_id=?)
  comando_id TEXT NOT NULL UNIQUE CHECK (length(comando_id) = 26),
  idioma TEXT NOT NULL DEFAULT 'es' CHECK (idioma IN ('es', 'en')), -- what pages and mails speak to this person
  -- Sessions and links from before are void: a new password, a deactivation or ending all sessions came between.
  fecha_acceso DATETIME NOT NULL DEFAULT '1970-01-01T00:00:00.000Z' CHECK (fecha_acceso GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z')
);

-- Who may take a ticket, and whether another active admin is left. rol first, for it is compared; nombre orders within it.
--   query: SELECT id, nombre FROM usuarios WHERE activo = 1 AND rol = :rol ORDER BY nombre, id
--   plan: SEARCH usuarios USING COVERING INDEX idx_usuarios_rol (rol=?)
-- It does not sort several roles' names together (a temporary B-tree does), nor serve a query without activo = 1.
CREATE INDEX idx_usuarios_rol ON usuarios (rol, nombre) WHERE activo = 1;

-- The list of people, in order of id, which each index holds as its last column. Those of a role; who of them is active
-- is looked at row by row.
--   query: SELECT * FROM usuarios WHERE rol = :rol AND id > :desde ORDER BY id LIMIT 51
--   plan: SEARCH usuarios USING INDEX idx_usuarios_por_rol (rol=? AND rowid>?)
CREATE INDEX idx_usuarios_por_rol ON usuarios (rol);
-- The deactivated ones, who are few.
--   query: SELECT * FROM usuarios WHERE activo = 0 AND id > :desde ORDER BY id LIMIT 51
--   plan: SEARCH usuarios USING INDEX idx_usuarios_por_estado (activo=? AND rowid>?)
CREATE INDEX idx_usuarios_por_estado ON usuarios (activo);

-- Finding people by the beginning of any word of their name or address, accents aside. It keeps no copy of the text, and
-- triggers keep it: whatever writes an account, a repair too, leaves it right in the same transaction.
--   query: SELECT rowid FROM busqueda_cuentas WHERE busqueda_cuentas MATCH :expresion AND rowid > :desde ORDER BY rowid LIMIT 51
--   plan: SCAN busqueda_cuentas VIRTUAL TABLE INDEX 64:M2>
CREATE VIRTUAL TABLE busqueda_cuentas USING fts5 (
  nombre,
  email,
  content = 'usuarios',
  content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '1 2 3'
);

-- A new account is found.
CREATE TRIGGER busqueda_cuentas_insert AFTER INSERT ON usuarios
BEGIN
  INSERT INTO busqueda_cuentas (rowid, nombre, email) VALUES (NEW.id, NEW.nombre, NEW.email);
END;

-- Under its new name, and no more under the old. Addresses compare without case: here every letter counts.
CREATE TRIGGER busqueda_cuentas_update AFTER UPDATE ON usuarios
WHEN OLD.nombre <> NEW.nombre OR OLD.email <> NEW.email COLLATE BINARY
BEGIN
  INSERT INTO busqueda_cuentas (busqueda_cuentas, rowid, nombre, email) VALUES ('delete', OLD.id, OLD.nombre, OLD.email);
  INSERT INTO busqueda_cuentas (rowid, nombre, email) VALUES (NEW.id, NEW.nombre, NEW.email);
END;

-- Only a rebuild takes a row away, one that the log knows nothing of.
CREATE TRIGGER busqueda_cuentas_delete AFTER DELETE ON usuarios
BEGIN
  INSERT INTO busqueda_cuentas (busqueda_cuentas, rowid, nombre, email) VALUES ('delete', OLD.id, OLD.nombre, OLD.email);
END;

-- The tickets: an inline projection of the events with a ticket_id, every column of it rebuilt from the log.
CREATE TABLE tickets (
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
  titulo TEXT NOT NULL CHECK (length(titulo) BETWEEN 1 AND 200 AND instr(titulo, char(0)) = 0 AND replace(titulo, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  descripcion TEXT NOT NULL CHECK (length(descripcion) <= 20000 AND instr(descripcion, char(0)) = 0 AND replace(descripcion, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id), -- whose ticket it is: what a client's right to see rests on
  estado TEXT NOT NULL DEFAULT 'abierto' CHECK (estado IN ('abierto', 'en_progreso', 'resuelto', 'cerrado')),
  prioridad TEXT NOT NULL DEFAULT 'media' CHECK (prioridad IN ('baja', 'media', 'alta', 'critica')),
  categoria TEXT CHECK (length(categoria) BETWEEN 1 AND 80 AND instr(categoria, char(0)) = 0 AND replace(categoria, char(65533), '') NOT GLOB '*' || char(65533) || '*'), -- free text: desks name their own
  fecha_creacion DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_actualizacion DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (fecha_actualizacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  -- Of the last event that the client may see: an internal note must not show by its date.
  fecha_actualizacion_cliente DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (fecha_actualizacion_cliente GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_cierre DATETIME CHECK (fecha_cierre GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  asignado_a INTEGER REFERENCES usuarios (id), -- null: nobody's yet
  version INTEGER NOT NULL CHECK (version >= 0),
  --   query: SELECT id FROM tickets WHERE comando_id = :comando
  --   plan: SEARCH tickets USING COVERING INDEX sqlite_autoindex_tickets_1 (comando_id=?)
  comando_id TEXT NOT NULL UNIQUE CHECK (length(comando_id) = 26),
  -- Priorities sort by weight, not by letter. VIRTUAL: it is stored in the index alone.
  prioridad_orden INTEGER GENERATED ALWAYS AS (
    CASE prioridad WHEN 'critica' THEN 4 WHEN 'alta' THEN 3 WHEN 'media' THEN 2 ELSE 1 END
  ) VIRTUAL,
  -- Whose turn it is, by public events alone; null once closed. No CHECK ties it to estado: the rows of before have none
  -- until they are folded anew.
  espera_a TEXT CHECK (espera_a IN ('equipo', 'cliente')),
  espera_desde DATETIME CHECK (espera_desde GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z') CHECK ((espera_a IS NULL) = (espera_desde IS NULL)),
  CHECK ((estado = 'cerrado') = (fecha_cierre IS NOT NULL)) -- closed and with a date of closing: both or neither
);

-- The lists. Every one ends its order with the id, as each index does, and goes on after the last row shown: a page costs
-- the same at any depth. What is compared comes first, what sorts behind it; DESC is not needed, for an index is read
-- backwards as well. None covers: a list shows titles and names, and reads up to 51 rows for them. Behind the id stands
-- espera_a, so that those who wait for nobody (the closed: most, in time) are passed over without being fetched.
-- A client's own, the last touched first; also where it is filtered by state, which is looked at row by row then.
--   query: SELECT * FROM tickets WHERE usuario_id = :viewer AND (fecha_actualizacion_cliente, id) < (:fecha, :id) ORDER BY fecha_actualizacion_cliente DESC, id DESC LIMIT 51
--   plan: SEARCH tickets USING INDEX idx_tickets_usuario (usuario_id=? AND fecha_actualizacion_cliente<?)
CREATE INDEX idx_tickets_usuario ON tickets (usuario_id, fecha_actualizacion_cliente);
-- A requester's, for staff: the last touched first, internal notes counted, which the index above must not tell.
-- It covers the counts by state above a client's own list.
--   query: SELECT * FROM tickets WHERE usuario_id = :solicitante ORDER BY fecha_actualizacion DESC, id DESC LIMIT 51
--   plan: SEARCH tickets USING INDEX idx_tickets_solicitante (usuario_id=?)
CREATE INDEX idx_tickets_solicitante ON tickets (usuario_id, fecha_actualizacion, id, estado);
-- Those of a state; and the counts above the lists, which it covers.
--   query: SELECT * FROM tickets WHERE estado = :estado ORDER BY fecha_actualizacion DESC, id DESC LIMIT 51
--   plan: SEARCH tickets USING INDEX idx_tickets_estado (estado=?)
CREATE INDEX idx_tickets_estado ON tickets (estado, fecha_actualizacion, id, espera_a);
-- The newest first, and the oldest. It filters by nothing else.
--   query: SELECT * FROM tickets ORDER BY fecha_creacion DESC, id DESC LIMIT 51
--   plan: SCAN tickets USING INDEX idx_tickets_fecha_creacion
CREATE INDEX idx_tickets_fecha_creacion ON tickets (fecha_creacion, id, estado, espera_a);
-- The last touched first: what staff see when they come in. A SCAN that stops after 51 rows.
--   query: SELECT * FROM tickets ORDER BY fecha_actualizacion DESC, id DESC LIMIT 51
--   plan: SCAN tickets USING INDEX idx_tickets_actualizacion
CREATE INDEX idx_tickets_actualizacion ON tickets (fecha_actualizacion, id, espera_a);
-- An agent's own, and nobody's: NULL is a value like others in an index.
--   query: SELECT * FROM tickets WHERE asignado_a IS NULL ORDER BY fecha_actualizacion DESC, id DESC LIMIT 51
--   plan: SEARCH tickets USING INDEX idx_tickets_asignado (asignado_a=?)
CREATE INDEX idx_tickets_asignado ON tickets (asignado_a, fecha_actualizacion, id, espera_a);
-- Those of a priority, and all of them by priority: within one, the last touched first.
--   query: SELECT * FROM tickets WHERE prioridad_orden = 4 ORDER BY fecha_actualizacion DESC, id DESC LIMIT 51
--   plan: SEARCH tickets USING INDEX idx_tickets_prioridad (prioridad_orden=?)
CREATE INDEX idx_tickets_prioridad ON tickets (prioridad_orden, fecha_actualizacion, id, estado, espera_a);
-- Those that wait for one side, the longest first: an agent's own among them too, by asignado_a behind the id. Partial:
-- closed ones wait for nobody, and need no entry.
--   query: SELECT * FROM tickets WHERE espera_a = :espera ORDER BY espera_desde, id LIMIT 51
--   plan: SEARCH tickets USING INDEX idx_tickets_espera (espera_a=?)
CREATE INDEX idx_tickets_espera ON tickets (espera_a, espera_desde, id, asignado_a, estado) WHERE espera_a IS NOT NULL;
-- The counts of the quick filters, among those that wait for somebody and no others.
--   query: SELECT count(*) FROM (SELECT 1 FROM tickets INDEXED BY idx_tickets_vivos_asignado WHERE asignado_a = :viewer AND espera_a IS NOT NULL LIMIT 1000)
--   plan: CO-ROUTINE (subquery-1); SEARCH tickets USING COVERING INDEX idx_tickets_vivos_asignado (asignado_a=? AND espera_a>?); SCAN (subquery-1)
CREATE INDEX idx_tickets_vivos_asignado ON tickets (asignado_a, espera_a) WHERE espera_a IS NOT NULL;
--   query: SELECT count(*) FROM (SELECT 1 FROM tickets INDEXED BY idx_tickets_vivos_prioridad WHERE prioridad_orden = 4 AND espera_a IS NOT NULL LIMIT 1000)
--   plan: CO-ROUTINE (subquery-1); SEARCH tickets USING INDEX idx_tickets_vivos_prioridad (prioridad_orden=? AND espera_a>?); SCAN (subquery-1)
CREATE INDEX idx_tickets_vivos_prioridad ON tickets (prioridad_orden, espera_a) WHERE espera_a IS NOT NULL;
-- How old what is open is. Partial: the open ones are few among all, and a ticket enters it once and leaves it once.
--   query: SELECT count(*) FROM tickets INDEXED BY idx_tickets_abiertos WHERE estado IN ('abierto', 'en_progreso')
--   plan: SCAN tickets USING COVERING INDEX idx_tickets_abiertos
CREATE INDEX idx_tickets_abiertos ON tickets (fecha_creacion, estado) WHERE estado IN ('abierto', 'en_progreso');

-- The log: every mutation of tickets and accounts, one row each, never changed. All else is a projection of it.
CREATE TABLE interacciones (
  -- The global position: one writer, so id order is commit order. Followers go on from the last one they saw.
  --   query: SELECT * FROM interacciones WHERE id > :desde ORDER BY id LIMIT 2000
  --   plan: SEARCH interacciones USING INTEGER PRIMARY KEY (rowid>?)
  id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 0),
  --   query: SELECT id FROM interacciones WHERE evento_id = :evento
  --   plan: SEARCH interacciones USING COVERING INDEX sqlite_autoindex_interacciones_1 (evento_id=?)
  evento_id TEXT NOT NULL UNIQUE CHECK (length(evento_id) = 26),
  ticket_id INTEGER REFERENCES tickets (id),
  cuenta_id INTEGER REFERENCES usuarios (id),
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id), -- who did it: always somebody; no index, nothing asks by it
  tipo TEXT NOT NULL CHECK (length(tipo) BETWEEN 1 AND 60), -- no list of kinds: what a kind is, the code's upcasters know
  -- Free and personal text, the only part that can ever be erased; null where there is none.
  contenido TEXT CHECK (instr(contenido, char(0)) = 0 AND replace(contenido, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  -- The structured payload. Valid JSON whose texts, once unescaped, hold neither half a surrogate pair nor NUL.
  metadata TEXT NOT NULL CHECK (json_valid(metadata) AND replace(metadata, '\\', '') NOT GLOB '*\u[dD][89a-fA-F]*'
    AND replace(metadata, '\\', '') NOT LIKE '%\u0000%' AND instr(metadata, char(0)) = 0 AND replace(metadata, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  es_interno BOOLEAN NOT NULL DEFAULT 0 CHECK (es_interno IN (0, 1)),
  version INTEGER NOT NULL CHECK (version >= 1),
  comando_id TEXT NOT NULL CHECK (length(comando_id) = 26),
  orden INTEGER NOT NULL CHECK (orden >= 0),
  correlacion_id TEXT NOT NULL CHECK (length(correlacion_id) = 26),
  causa_id TEXT CHECK (length(causa_id) = 26),
  sal TEXT CHECK (length(sal) = 32), -- 16 random bytes: without them a short text could be guessed from its hash
  huella TEXT CHECK (length(huella) = 64), -- SHA-256 of both, which stays when they are erased
  fecha_creacion DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'), -- when it happened
  fecha_registro DATETIME NOT NULL CHECK (fecha_registro GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'), -- when it was recorded; never goes back along id
  CHECK ((ticket_id IS NULL) <> (cuenta_id IS NULL)), -- about a ticket or about an account, never both or neither
  CHECK (contenido IS NULL OR (sal IS NOT NULL AND huella IS NOT NULL)), -- nothing is there to be read that can't be proved
  -- 1, 2, 3 … within a ticket: the optimistic lock's last word, and the order of its timeline.
  --   query: SELECT * FROM interacciones WHERE ticket_id = :id AND version > :desde AND version < :hasta ORDER BY version DESC LIMIT 51
  --   plan: SEARCH interacciones USING INDEX sqlite_autoindex_interacciones_2 (ticket_id=? AND version>? AND version<?)
  UNIQUE (ticket_id, version),
  -- A command goes in once; by its id a lost answer is found again.
  --   query: SELECT * FROM interacciones WHERE comando_id = :comando AND orden = 0
  --   plan: SEARCH interacciones USING INDEX sqlite_autoindex_interacciones_3 (comando_id=? AND orden=?)
  UNIQUE (comando_id, orden)
);

-- The same for accounts. Partial, for most rows have none: an index of nulls would be as big and find nothing.
--   query: SELECT * FROM interacciones WHERE cuenta_id = :cuenta AND version > :desde ORDER BY version
--   plan: SEARCH interacciones USING INDEX idx_interacciones_cuenta_version (cuenta_id=? AND version>?)
CREATE UNIQUE INDEX idx_interacciones_cuenta_version ON interacciones (cuenta_id, version) WHERE cuenta_id IS NOT NULL;
-- A ticket's events by when they happened: as of a moment, and the latest first. ticket_id first, for it is compared;
-- fecha_creacion behind it, for it bounds and sorts.
--   query: SELECT * FROM interacciones WHERE ticket_id = :id AND fecha_creacion <= :hasta ORDER BY fecha_creacion DESC LIMIT 51
--   plan: SEARCH interacciones USING INDEX idx_interacciones_ticket_fecha (ticket_id=? AND fecha_creacion<?)
-- It filters and sorts, without a temporary B-tree; it does not cover SELECT *: each row is fetched from the table. Nor is
-- it a timeline's order, which is that of version: an import's times may go back.
CREATE INDEX idx_interacciones_ticket_fecha ON interacciones (ticket_id, fecha_creacion DESC);

-- Append-only, kept by the database itself against every connection and role.
CREATE TRIGGER interacciones_no_update BEFORE UPDATE ON interacciones
BEGIN
  SELECT RAISE(ABORT, 'interacciones is append-only: UPDATE is denied');
END;

CREATE TRIGGER interacciones_no_delete BEFORE DELETE ON interacciones
BEGIN
  SELECT RAISE(ABORT, 'interacciones is append-only: DELETE is denied');
END;

-- INSERT OR REPLACE deletes without firing the trigger above: whatever it could replace is refused before. NEW.id is -1
-- where SQLite is still to give it.
CREATE TRIGGER interacciones_no_replace BEFORE INSERT ON interacciones
WHEN (NEW.id <> -1 AND NEW.id <= (SELECT coalesce(max(id), 0) FROM interacciones))
  OR EXISTS (SELECT 1 FROM interacciones WHERE evento_id = NEW.evento_id)
  OR EXISTS (SELECT 1 FROM interacciones WHERE ticket_id = NEW.ticket_id AND version = NEW.version)
  OR EXISTS (SELECT 1 FROM interacciones WHERE cuenta_id = NEW.cuenta_id AND version = NEW.version)
  OR EXISTS (SELECT 1 FROM interacciones WHERE comando_id = NEW.comando_id AND orden = NEW.orden)
BEGIN
  SELECT RAISE(ABORT, 'interacciones is append-only: the id, event, version or command exists');
END;

-- A ticket's timeline as its client may read it. The client's code path names this view and no other: what it leaves out
-- (internal notes; the salts, with which erased text could be guessed) can't be forgotten in a WHERE.
CREATE VIEW linea_tiempo_cliente AS
SELECT id, evento_id, ticket_id, cuenta_id, usuario_id, tipo, contenido, metadata, es_interno, version, comando_id,
  orden, correlacion_id, causa_id, fecha_creacion, fecha_registro
FROM interacciones
WHERE ticket_id IS NOT NULL AND es_interno = 0;

-- The same for those who work on tickets.
CREATE VIEW linea_tiempo_interna AS
SELECT id, evento_id, ticket_id, cuenta_id, usuario_id, tipo, contenido, metadata, es_interno, version, comando_id,
  orden, correlacion_id, causa_id, fecha_creacion, fecha_registro
FROM interacciones
WHERE ticket_id IS NOT NULL;

-- Open sessions: no mutation of the business, so in no event. Looked up by the hash of the cookie's token at every page.
--   query: SELECT * FROM sesiones WHERE huella_token = :huella
--   plan: SEARCH sesiones USING PRIMARY KEY (huella_token=?)
CREATE TABLE sesiones (
  huella_token TEXT PRIMARY KEY CHECK (length(huella_token) = 64), -- whoever reads the table gets no token from it
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  fecha_creacion DATETIME NOT NULL,
  fecha_actividad DATETIME NOT NULL,
  fecha_expiracion DATETIME NOT NULL,
  agente TEXT NOT NULL DEFAULT '' CHECK (length(agente) <= 300), -- sent by the browser, so bounded
  direccion TEXT NOT NULL DEFAULT '' CHECK (length(direccion) <= 64)
) WITHOUT ROWID; -- the key is the table: one B-tree instead of two

-- Ending all sessions of an account.
--   query: DELETE FROM sesiones WHERE usuario_id = :usuario
--   plan: SEARCH sesiones USING COVERING INDEX idx_sesiones_usuario (usuario_id=?)
CREATE INDEX idx_sesiones_usuario ON sesiones (usuario_id);
-- Sweeping away what ended, some at each login.
--   query: SELECT huella_token FROM sesiones WHERE fecha_expiracion <= :ahora LIMIT 100
--   plan: SEARCH sesiones USING COVERING INDEX idx_sesiones_expiracion (fecha_expiracion<?)
CREATE INDEX idx_sesiones_expiracion ON sesiones (fecha_expiracion);

-- The links by which people set their password, each good once. The key says that an account has one at most: a new one
-- takes the place of the old. That it was used needs no column: the password's event moves usuarios.fecha_acceso past it.
CREATE TABLE enlaces_acceso (
  usuario_id INTEGER PRIMARY KEY REFERENCES usuarios (id),
  -- SHA-256 of the token, which is stored nowhere.
  --   query: SELECT * FROM enlaces_acceso WHERE huella = :huella
  --   plan: SEARCH enlaces_acceso USING INDEX sqlite_autoindex_enlaces_acceso_1 (huella=?)
  huella TEXT NOT NULL UNIQUE CHECK (length(huella) = 64),
  email TEXT NOT NULL CHECK (length(email) <= 254), -- whom it was made for: a corrected address voids it
  correlacion_id TEXT NOT NULL CHECK (length(correlacion_id) = 26), -- of the event that made it: its use is of that chain
  comando_id TEXT NOT NULL CHECK (length(comando_id) = 26), -- of its use: two at once are one command
  fecha_creacion DATETIME NOT NULL,
  fecha_expiracion DATETIME NOT NULL
);

-- Sweeping away what ended.
--   query: SELECT usuario_id FROM enlaces_acceso WHERE fecha_expiracion <= :ahora LIMIT 100
--   plan: SEARCH enlaces_acceso USING COVERING INDEX idx_enlaces_acceso_expiracion (fecha_expiracion<?)
CREATE INDEX idx_enlaces_acceso_expiracion ON enlaces_acceso (fecha_expiracion);

-- Failed logins, counted per account, address and both.
--   query: SELECT * FROM intentos_acceso WHERE clave = :clave
--   plan: SEARCH intentos_acceso USING PRIMARY KEY (clave=?)
CREATE TABLE intentos_acceso (
  clave TEXT PRIMARY KEY CHECK (length(clave) <= 340), -- holds what was typed as the account, so bounded
  intentos INTEGER NOT NULL CHECK (intentos >= 1),
  fecha_ventana DATETIME NOT NULL
) WITHOUT ROWID;

-- Sweeping away what is past.
--   query: SELECT clave FROM intentos_acceso WHERE fecha_ventana <= :desde LIMIT 100
--   plan: SEARCH intentos_acceso USING COVERING INDEX idx_intentos_acceso_ventana (fecha_ventana<?)
CREATE INDEX idx_intentos_acceso_ventana ON intentos_acceso (fecha_ventana);

-- Where each projection stands: an operational table, written with the rows that it speaks of.
CREATE TABLE checkpoints (
  proyeccion TEXT PRIMARY KEY, -- eight rows, one a projection, the seals' and the outbox's: most reads take them all
  version INTEGER NOT NULL CHECK (version >= 1), -- of the code that made the rows: newer code rebuilds them
  posicion INTEGER NOT NULL DEFAULT 0, -- the last event in its rows; an inline one's stay 0, it is never behind
  generacion INTEGER NOT NULL DEFAULT 0, -- raised when a rebuild mends a row without raising its version
  pendiente BOOLEAN NOT NULL DEFAULT 0 CHECK (pendiente IN (0, 1)), -- its rows wait for a rebuild
  titular TEXT CHECK (length(titular) = 26), -- the runner that has the lease
  arriendo_hasta DATETIME,
  fecha DATETIME NOT NULL,
  error TEXT, -- why it stands still, and before which event
  error_posicion INTEGER,
  -- How a runner that was overtaken is stopped: it writes -1 here, and its whole transaction fails, rows and all.
  CONSTRAINT checkpoint_fence CHECK (posicion >= 0),
  CHECK ((titular IS NULL) = (arriendo_hasta IS NULL))
) WITHOUT ROWID;

INSERT INTO checkpoints (proyeccion, version, fecha)
SELECT value, iif(value = 'tickets', 2, 1), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
FROM json_each('["usuarios", "tickets", "tickets_versiones", "busqueda", "resumen", "auditoria"]');

INSERT INTO checkpoints (proyeccion, version, fecha)
VALUES ('sellos', 1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));

-- Every version of every ticket with the time that it stood for: the lists and counts as of a moment. A projection that
-- follows the log, like all tables down to auditoria: no keys to other tables, for it may lag behind them, and no
-- checks on what the log's own schema has checked. The key is the table: one row is read by it at each new version.
--   query: SELECT * FROM tickets_versiones WHERE ticket_id = :id AND version = :version
--   plan: SEARCH tickets_versiones USING PRIMARY KEY (ticket_id=? AND version=?)
CREATE TABLE tickets_versiones (
  ticket_id INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  desde DATETIME NOT NULL, -- business time, but never before the version that it follows
  hasta DATETIME NOT NULL DEFAULT '9999-12-31T23:59:59.999Z', -- the next one's desde; a text and no NULL, to be compared
  -- The same as the client saw it, to whom an internal note is no version: whichever it was then, and since when.
  version_cliente INTEGER NOT NULL,
  desde_cliente DATETIME NOT NULL,
  hasta_cliente DATETIME NOT NULL DEFAULT '9999-12-31T23:59:59.999Z',
  titulo TEXT NOT NULL,
  usuario_id INTEGER NOT NULL,
  estado TEXT NOT NULL,
  prioridad TEXT NOT NULL,
  categoria TEXT,
  asignado_a INTEGER,
  fecha_creacion DATETIME NOT NULL,
  fecha_cierre DATETIME,
  PRIMARY KEY (ticket_id, version),
  CHECK (desde <= hasta AND desde_cliente <= hasta_cliente)
) WITHOUT ROWID;

-- As of a moment, the last changed first: read backwards from the moment on, passing over the versions that ended before
-- it by `hasta`, which stands in the index for that; so does what is filtered by. Only rows that are shown are fetched.
--   query: SELECT * FROM tickets_versiones WHERE desde <= :momento AND hasta > :momento ORDER BY desde DESC, ticket_id DESC LIMIT 51
--   plan: SEARCH tickets_versiones USING INDEX idx_tickets_versiones_desde (desde<?)
CREATE INDEX idx_tickets_versiones_desde ON tickets_versiones (desde, ticket_id, hasta, prioridad);
--   query: SELECT * FROM tickets_versiones WHERE estado = :estado AND desde <= :momento AND hasta > :momento ORDER BY desde DESC, ticket_id DESC LIMIT 51
--   plan: SEARCH tickets_versiones USING INDEX idx_tickets_versiones_estado (estado=? AND desde<?)
CREATE INDEX idx_tickets_versiones_estado ON tickets_versiones (estado, desde, ticket_id, hasta, prioridad);
--   query: SELECT * FROM tickets_versiones WHERE asignado_a = :cuenta AND desde <= :momento AND hasta > :momento ORDER BY desde DESC, ticket_id DESC LIMIT 51
--   plan: SEARCH tickets_versiones USING INDEX idx_tickets_versiones_asignado (asignado_a=? AND desde<?)
CREATE INDEX idx_tickets_versiones_asignado ON tickets_versiones (asignado_a, desde, ticket_id, hasta, estado, prioridad);
-- A client's own, by what they may see.
--   query: SELECT * FROM tickets_versiones WHERE usuario_id = :viewer AND version = version_cliente AND desde_cliente <= :momento AND hasta_cliente > :momento ORDER BY desde_cliente DESC, ticket_id DESC LIMIT 51
--   plan: SEARCH tickets_versiones USING INDEX idx_tickets_versiones_usuario (usuario_id=? AND desde_cliente<?)
CREATE INDEX idx_tickets_versiones_usuario ON tickets_versiones (usuario_id, desde_cliente, ticket_id, hasta_cliente, version_cliente, estado);

-- The search index: a document per title with its description and per comment, its rowid the position of its event, so
-- that the newest first is the index's own order. Accents and case don't count. acceso holds the word under which it may
-- be found by those who do not see everything: c7, client 7; interno, nobody's but the staff's.
--   query: SELECT rowid FROM busqueda WHERE busqueda MATCH :expresion AND rowid < :antes ORDER BY rowid DESC LIMIT 26
--   plan: SCAN busqueda VIRTUAL TABLE INDEX 192:M4<
CREATE VIRTUAL TABLE busqueda USING fts5 (
  titulo,
  texto,
  acceso,
  ticket_id UNINDEXED,
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '2 3'
);

-- The words of that index in order: what begins with what a person is typing is looked for as whole words (016).
CREATE VIRTUAL TABLE busqueda_palabras USING fts5vocab(busqueda, 'instance');

-- What the search index must know of a ticket to take in its next event.
CREATE TABLE busqueda_tickets (
  ticket_id INTEGER PRIMARY KEY,
  usuario_id INTEGER NOT NULL,
  documento INTEGER NOT NULL, -- the rowid of its title
  version INTEGER NOT NULL CHECK (version >= 1)
);

-- What the counts must know of a ticket to take in its next event.
CREATE TABLE resumen_tickets (
  ticket_id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  usuario_id INTEGER NOT NULL,
  estado TEXT NOT NULL,
  prioridad TEXT NOT NULL,
  agente INTEGER NOT NULL, -- 0: nobody's; a key can't hold NULL
  fecha_creacion DATETIME NOT NULL,
  fecha_respuesta DATETIME,
  reaperturas INTEGER NOT NULL CHECK (reaperturas >= 0)
);

-- How many tickets stand where: few rows, read as a whole. No CHECK on the count: what is added may be below zero.
CREATE TABLE resumen_actual (
  estado TEXT NOT NULL,
  prioridad TEXT NOT NULL,
  agente INTEGER NOT NULL,
  tickets INTEGER NOT NULL,
  PRIMARY KEY (estado, prioridad, agente)
) WITHOUT ROWID;

-- What each day brought, by business time; sums of milliseconds, so that means can be had of any period.
--   query: SELECT * FROM resumen_dias WHERE dia >= :desde AND dia <= :hasta
--   plan: SEARCH resumen_dias USING PRIMARY KEY (dia>? AND dia<?)
CREATE TABLE resumen_dias (
  dia TEXT NOT NULL CHECK (length(dia) = 10),
  prioridad TEXT NOT NULL,
  agente INTEGER NOT NULL,
  creados INTEGER NOT NULL,
  respondidos INTEGER NOT NULL,
  respuesta_ms INTEGER NOT NULL,
  resueltos INTEGER NOT NULL,
  resolucion_ms INTEGER NOT NULL,
  cerrados INTEGER NOT NULL,
  reabiertos INTEGER NOT NULL,
  PRIMARY KEY (dia, prioridad, agente)
) WITHOUT ROWID;

-- The Merkle tree over the log (RFC 6962), behind the commands like a projection, but nobody rebuilds it: that it agrees
-- with the log is what it proves. Kept in tiles: up to 256 hashes in a row, of leaves in level 0, of full tiles of the
-- level below in the others. A proof reads one or two a level, an append writes the last one of each: a log of 5,000,000
-- events has 19,609 tiles, 160 MB; whatever lies between is computed.
--   query: SELECT * FROM sellos_mosaicos WHERE nivel = :nivel AND indice = :indice
--   plan: SEARCH sellos_mosaicos USING INDEX sqlite_autoindex_sellos_mosaicos_1 (nivel=? AND indice=?)
CREATE TABLE sellos_mosaicos (
  nivel INTEGER NOT NULL CHECK (nivel BETWEEN 0 AND 6),
  indice INTEGER NOT NULL CHECK (indice >= 0), -- of the tile within its level
  hashes BLOB NOT NULL CHECK (typeof(hashes) = 'blob' AND length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
  primera INTEGER, -- the position of its first event: a leaf's index is not its id
  UNIQUE (nivel, indice), -- with a rowid: a row of 8 KB would fill the pages of a table that is its own index
  CHECK ((nivel = 0) = (primera IS NOT NULL))
);

-- Which tile an event is in.
--   query: SELECT max(primera) FROM sellos_mosaicos WHERE primera <= :posicion
--   plan: SEARCH sellos_mosaicos USING COVERING INDEX idx_sellos_mosaicos_primera (primera<?)
CREATE UNIQUE INDEX idx_sellos_mosaicos_primera ON sellos_mosaicos (primera) WHERE primera IS NOT NULL;

-- A tile is written again when it grows; what is in it stays.
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

-- The keys that seals were ever signed with. Public halves only: the private one is a file outside the database.
--   query: SELECT * FROM sellos_claves WHERE clave_id = :clave
--   plan: SEARCH sellos_claves USING INDEX sqlite_autoindex_sellos_claves_1 (clave_id=?)
CREATE TABLE sellos_claves (
  orden INTEGER PRIMARY KEY CHECK (orden > 0), -- 1 is the first: of two processes that make one, one comes too late
  clave_id TEXT NOT NULL UNIQUE CHECK (length(clave_id) = 16), -- the beginning of SHA-256 over the public half
  publica TEXT NOT NULL CHECK (length(publica) = 60), -- SPKI in base64
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  anterior TEXT CHECK (length(anterior) = 16), -- the key that it came after, and that vouched for it with its signature
  firma TEXT CHECK (length(firma) = 88),
  CHECK ((orden = 1) = (anterior IS NULL) AND (anterior IS NULL) = (firma IS NULL))
);

-- Append-only, as the log is.
CREATE TRIGGER sellos_claves_no_update BEFORE UPDATE ON sellos_claves
BEGIN
  SELECT RAISE(ABORT, 'sellos_claves is append-only');
END;

CREATE TRIGGER sellos_claves_no_delete BEFORE DELETE ON sellos_claves
BEGIN
  SELECT RAISE(ABORT, 'sellos_claves is append-only');
END;

-- The seals: a tree's size and root, when, and a signature over both. The size is the key: one seal of each.
--   query: SELECT * FROM sellos WHERE tamano > :tamano ORDER BY tamano LIMIT 500
--   plan: SEARCH sellos USING INTEGER PRIMARY KEY (rowid>?)
CREATE TABLE sellos (
  tamano INTEGER PRIMARY KEY CHECK (tamano > 0), -- leaves, counted from the log's first event
  raiz TEXT NOT NULL CHECK (length(raiz) = 64),
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  posicion INTEGER NOT NULL CHECK (posicion > 0), -- of the last event that is in it
  clave_id TEXT NOT NULL REFERENCES sellos_claves (clave_id),
  firma TEXT NOT NULL CHECK (length(firma) = 88) -- Ed25519, in base64
);

-- Append-only, as the log is.
CREATE TRIGGER sellos_no_update BEFORE UPDATE ON sellos
BEGIN
  SELECT RAISE(ABORT, 'sellos is append-only');
END;

CREATE TRIGGER sellos_no_delete BEFORE DELETE ON sellos
BEGIN
  SELECT RAISE(ABORT, 'sellos is append-only');
END;

-- What the audit page finds events by: a narrow row for each event of the log, under its position. The same indexes on
-- the log would cost every command about a tenth each; here they follow behind. An index ends in the rowid, which is the
-- position: so each gives its events in the log's order from any position on, and a page costs the same at any depth.
--   query: SELECT * FROM auditoria WHERE posicion < :ante ORDER BY posicion DESC LIMIT 51
--   plan: SEARCH auditoria USING INTEGER PRIMARY KEY (rowid<?)
CREATE TABLE auditoria (
  posicion INTEGER PRIMARY KEY,
  usuario_id INTEGER NOT NULL,
  ticket_id INTEGER,
  cuenta_id INTEGER,
  tipo TEXT NOT NULL, -- as it is read today: what was stored may be an old form of another kind
  es_interno BOOLEAN NOT NULL,
  fecha DATETIME NOT NULL, -- when it happened; when it was recorded never goes back, so it needs no index
  correlacion_id TEXT NOT NULL
);

-- What somebody did; of which kind, it says without their rows, of which a page looks through thousands.
--   query: SELECT * FROM auditoria WHERE usuario_id = :actor AND posicion < :ante ORDER BY posicion DESC LIMIT 51
--   plan: SEARCH auditoria USING INDEX idx_auditoria_usuario (usuario_id=? AND posicion<?)
CREATE INDEX idx_auditoria_usuario ON auditoria (usuario_id, posicion, tipo, es_interno);
-- What happened to a ticket, in the log's order from any position on. Partial, as the next: an event is about one of both.
--   query: SELECT * FROM auditoria WHERE ticket_id = :ticket AND posicion < :ante ORDER BY posicion DESC LIMIT 51
--   plan: SEARCH auditoria USING INDEX idx_auditoria_ticket (ticket_id=? AND rowid<?)
CREATE INDEX idx_auditoria_ticket ON auditoria (ticket_id) WHERE ticket_id IS NOT NULL;
-- What happened to an account; of the system's own, what the service itself did.
--   query: SELECT * FROM auditoria WHERE cuenta_id = :cuenta AND posicion < :ante ORDER BY posicion DESC LIMIT 51
--   plan: SEARCH auditoria USING INDEX idx_auditoria_cuenta (cuenta_id=? AND rowid<?)
CREATE INDEX idx_auditoria_cuenta ON auditoria (cuenta_id) WHERE cuenta_id IS NOT NULL;
-- Events of a kind.
--   query: SELECT * FROM auditoria WHERE tipo = :tipo AND posicion < :ante ORDER BY posicion DESC LIMIT 51
--   plan: SEARCH auditoria USING INDEX idx_auditoria_tipo (tipo=? AND rowid<?)
CREATE INDEX idx_auditoria_tipo ON auditoria (tipo);
-- Internal notes. Partial: what is not internal is nearly all, and is looked through as it comes.
--   query: SELECT * FROM auditoria WHERE es_interno = 1 AND posicion < :ante ORDER BY posicion DESC LIMIT 51
--   plan: SEARCH auditoria USING INDEX idx_auditoria_interno (es_interno=? AND rowid<?)
CREATE INDEX idx_auditoria_interno ON auditoria (es_interno) WHERE es_interno = 1;
-- A chain of work. Those of one command are found by the log's own unique key.
--   query: SELECT * FROM auditoria WHERE correlacion_id = :correlacion AND posicion < :ante ORDER BY posicion DESC LIMIT 51
--   plan: SEARCH auditoria USING INDEX idx_auditoria_correlacion (correlacion_id=? AND rowid<?)
CREATE INDEX idx_auditoria_correlacion ON auditoria (correlacion_id);
-- A period of business time, in the order in which it happened: an import's events lie far from it in the log. posicion
-- is named, for it is compared: an import dates many events alike.
--   query: SELECT * FROM auditoria WHERE (fecha, posicion) > (:trasFecha, :tras) AND (fecha, posicion) < (:anteFecha, :ante) ORDER BY fecha DESC, posicion DESC LIMIT 51
--   plan: SEARCH auditoria USING INDEX idx_auditoria_fecha (fecha>? AND fecha<?)
CREATE INDEX idx_auditoria_fecha ON auditoria (fecha, posicion);

-- The searches that people keep, each under a name of theirs: like a draft no mutation of the business, so in no event.
-- That one was made is: see consulta_auditoria. The key is the table, in the order in which they are listed.
--   query: SELECT * FROM filtros_guardados WHERE usuario_id = :cuenta ORDER BY nombre LIMIT 50
--   plan: SEARCH filtros_guardados USING PRIMARY KEY (usuario_id=?)
CREATE TABLE filtros_guardados (
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  nombre TEXT NOT NULL CHECK (length(nombre) BETWEEN 1 AND 80 AND instr(nombre, char(0)) = 0 AND replace(nombre, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  -- The address's query: read again by its schema, never trusted. At most 50 an account: the statement counts them.
  consulta TEXT NOT NULL CHECK (length(consulta) <= 1000 AND instr(consulta, char(0)) = 0 AND replace(consulta, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  fecha DATETIME NOT NULL,
  PRIMARY KEY (usuario_id, nombre)
) WITHOUT ROWID;

-- Up to which version each of the staff has seen a ticket: it stands bold in their list until then. Like a draft no
-- mutation of the business: what was looked at changes nothing. The key is the table, read once per row that is listed.
--   query: SELECT version FROM vistos WHERE usuario_id = :cuenta AND ticket_id = :ticket
--   plan: SEARCH vistos USING PRIMARY KEY (usuario_id=? AND ticket_id=?)
CREATE TABLE vistos (
  usuario_id INTEGER NOT NULL, -- no keys: a mark on a row that is gone is read by nobody
  ticket_id INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1), -- it only grows: two pages may be opened in either order
  PRIMARY KEY (usuario_id, ticket_id)
) WITHOUT ROWID;

-- What people have written to a ticket and not sent, by kind: no mutation of the business, so in no event. The author's
-- alone: every statement names their account. An empty text is a draft that was sent or discarded; it stays for a day, so
-- that an older one that arrives late does not come back. At most 500 an account: the statement counts them.
--   query: SELECT * FROM borradores WHERE usuario_id = :cuenta AND ticket_id = :ticket
--   plan: SEARCH borradores USING PRIMARY KEY (usuario_id=? AND ticket_id=?)
CREATE TABLE borradores (
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  ticket_id INTEGER NOT NULL REFERENCES tickets (id),
  clase TEXT NOT NULL CHECK (clase IN ('respuesta', 'nota')),
  texto TEXT NOT NULL CHECK (length(texto) <= 20000 AND instr(texto, char(0)) = 0 AND replace(texto, char(65533), '') NOT GLOB '*' || char(65533) || '*'),
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'), -- when it was typed, by its author's clock
  PRIMARY KEY (usuario_id, ticket_id, clase)
) WITHOUT ROWID;

-- What people are told of, each their own: no mutation of the business, so in no event. Ids and codes alone: what is shown
-- is read at that moment through the reader's own view of the timeline, so that what was erased, or is not theirs to see
-- any more, is gone from here too. The key makes a second telling of the same event the first one.
-- No keys to other tables: whoever writes here sees neither accounts nor tickets.
--   query: SELECT * FROM notificaciones WHERE usuario_id = :cuenta AND evento_id = :evento
--   plan: SEARCH notificaciones USING PRIMARY KEY (usuario_id=? AND evento_id=?)
CREATE TABLE notificaciones (
  usuario_id INTEGER NOT NULL,
  evento_id TEXT NOT NULL CHECK (length(evento_id) = 26),
  ticket_id INTEGER NOT NULL,
  tipo TEXT NOT NULL CHECK (length(tipo) BETWEEN 1 AND 60),
  posicion INTEGER NOT NULL CHECK (posicion > 0), -- of the event: the order of the list, and the way to the event
  es_interno BOOLEAN NOT NULL CHECK (es_interno IN (0, 1)), -- counted without opening the log: not for who is a client now
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  leida DATETIME CHECK (leida GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'), -- null: not yet
  PRIMARY KEY (usuario_id, evento_id)
) WITHOUT ROWID;

-- Somebody's, the newest first.
--   query: SELECT * FROM notificaciones WHERE usuario_id = :cuenta AND posicion < :antes ORDER BY posicion DESC LIMIT 21
--   plan: SEARCH notificaciones USING INDEX idx_notificaciones_lista (usuario_id=? AND posicion<?)
CREATE INDEX idx_notificaciones_lista ON notificaciones (usuario_id, posicion);
-- How many somebody has not read: asked at every page, so it covers, and holds the column that it leaves out by.
--   query: SELECT count(*) FROM notificaciones WHERE usuario_id = :cuenta AND leida IS NULL
--   plan: SEARCH notificaciones USING COVERING INDEX idx_notificaciones_sin_leer (usuario_id=? AND leida=?)
CREATE INDEX idx_notificaciones_sin_leer ON notificaciones (usuario_id, leida, es_interno, ticket_id) WHERE leida IS NULL;
-- Sweeping away what was read long ago.
--   query: SELECT usuario_id, evento_id FROM notificaciones WHERE leida < :antes LIMIT 500
--   plan: SEARCH notificaciones USING COVERING INDEX idx_notificaciones_leidas (leida<?)
CREATE INDEX idx_notificaciones_leidas ON notificaciones (leida) WHERE leida IS NOT NULL;

-- The system account: the batch worker and the importer act as it. Its hash matches no password and it is
-- inactive, so no session of it can be opened. huella = SHA-256(sal, contenido), computed beforehand.
INSERT INTO usuarios (id, email, nombre, rol, password_hash, fecha_creacion, activo, fecha_contrasena,
  fecha_acceso, version, comando_id)
SELECT 1, 'sistema@bitacora.invalid', 'Sistema', 'auditor', '!', ahora, 0, ahora, ahora, 1, '00000000000000000000000000'
FROM (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS ahora);

INSERT INTO interacciones (
  evento_id, cuenta_id, usuario_id, tipo, contenido, metadata, version, comando_id, orden, correlacion_id,
  sal, huella, fecha_creacion, fecha_registro
)
SELECT
  '00000000000000000000000001', 1, 1, 'alta_cuenta',
  '{"email":"sistema@bitacora.invalid","nombre":"Sistema"}',
  '{"json":{"v":1,"datos":{"rol":"auditor","activo":false}}}', 1,
  '00000000000000000000000000', 0, '00000000000000000000000000',
  '00000000000000000000000000000000',
  'db20338b66028d82e92cba42da13e4848b3ab7e0c9bc035ed1870dcced74dbe5',
  fecha_creacion, fecha_creacion
FROM usuarios WHERE id = 1;

-- The tasks: what is still to be done, and what came of it. An operational table and the queue's only truth: Redis
-- passes ids on, and may forget them all.
-- By the id a task is made once, whoever makes it again.
--   query: SELECT * FROM tareas WHERE id = :id
--   plan: SEARCH tareas USING PRIMARY KEY (id=?)
CREATE TABLE tareas (
  -- What it is deduplicated by: notificar:<event>, cerrar_resueltos:<hour>. Plain letters: it stands in Redis and in links.
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 200 AND id NOT GLOB '*[^-A-Za-z0-9_:.]*'),
  tipo TEXT NOT NULL CHECK (length(tipo) BETWEEN 1 AND 60 AND tipo NOT GLOB '*[^a-z_]*'), -- no list: what a kind is, the code knows
  v INTEGER NOT NULL CHECK (v >= 1), -- of its data's form: code that doesn't know it parks the task
  datos TEXT NOT NULL CHECK (json_valid(datos) AND length(datos) <= 20000), -- ids, not contents: those may be erased meanwhile
  prioridad INTEGER NOT NULL CHECK (prioridad IN (0, 1, 2)), -- 0 alta, 1 normal, 2 baja
  estado TEXT NOT NULL DEFAULT 'pendiente' CHECK (estado IN ('pendiente', 'hecha', 'aparcada', 'descartada')), -- "running" is a lease, no state
  intentos INTEGER NOT NULL DEFAULT 0 CHECK (intentos >= 0), -- claims: one whose worker died counts, or it would be tried for ever
  vence DATETIME NOT NULL CHECK (vence GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'), -- not before
  evento_id TEXT CHECK (length(evento_id) = 26), -- the event that bore it; no key: nothing asks by it
  valla INTEGER NOT NULL DEFAULT 0, -- the fence, raised with each claim
  titular TEXT CHECK (length(titular) = 26), -- whose lease it is
  arriendo_hasta DATETIME CHECK (arriendo_hasta GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  historial TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(historial) AND length(historial) <= 20000), -- the last errors, each with its time
  resultado TEXT CHECK (json_valid(resultado) AND length(resultado) <= 4000),
  fecha_creacion DATETIME NOT NULL CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_fin DATETIME CHECK (fecha_fin GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'), -- when it was done, parked or discarded
  -- How a worker that was overtaken is stopped: it writes -1 here, and its whole transaction fails, effects and all.
  CONSTRAINT tareas_fence CHECK (valla >= 0),
  CHECK ((titular IS NULL) = (arriendo_hasta IS NULL)),
  CHECK ((estado = 'pendiente') = (fecha_fin IS NULL)),
  CHECK (titular IS NULL OR estado = 'pendiente') -- what has an end has no lease
) WITHOUT ROWID; -- the key is the table: one B-tree instead of two

-- What is due, the longest due first within a priority, and a refill's pages. Partial: nearly all tasks are done ones.
--   query: SELECT id FROM tareas WHERE estado = 'pendiente' AND prioridad = :prioridad AND vence <= :ahora AND (titular IS NULL OR arriendo_hasta <= :ahora) ORDER BY vence, id LIMIT 128
--   plan: SEARCH tareas USING INDEX idx_tareas_pendientes (prioridad=? AND vence<?)
-- It doesn't hold the lease: those that run are few, and each claim would write the index.
CREATE INDEX idx_tareas_pendientes ON tareas (prioridad, vence) WHERE estado = 'pendiente';
-- What runs, and since when nobody renewed it.
--   query: SELECT id FROM tareas WHERE arriendo_hasta IS NOT NULL ORDER BY arriendo_hasta LIMIT 100
--   plan: SEARCH tareas USING COVERING INDEX idx_tareas_arrendadas (arriendo_hasta>?)
CREATE INDEX idx_tareas_arrendadas ON tareas (arriendo_hasta) WHERE arriendo_hasta IS NOT NULL;
-- The parked ones for those who look after them, the counts, and what is old enough to be swept away.
--   query: SELECT id FROM tareas WHERE estado = 'aparcada' AND fecha_fin IS NOT NULL ORDER BY fecha_fin DESC, id DESC LIMIT 51
--   plan: SEARCH tareas USING COVERING INDEX idx_tareas_terminadas (estado=? AND fecha_fin>?)
CREATE INDEX idx_tareas_terminadas ON tareas (estado, fecha_fin) WHERE fecha_fin IS NOT NULL;

-- Older events bear no tasks: the outbox begins at the log's end.
INSERT INTO checkpoints (proyeccion, version, posicion, fecha)
SELECT 'outbox', 1, coalesce(max(id), 0), strftime('%Y-%m-%dT%H:%M:%fZ', 'now') FROM interacciones;

-- The tokens of the API. No projection: a secret never enters the log, and the last use is no event.
CREATE TABLE tokens_api (
  id TEXT PRIMARY KEY CHECK (length(id) = 26), -- the comando_id that made it, as the log names it
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  -- Whose token it is, at every request that brings one.
  --   query: SELECT id FROM tokens_api WHERE huella = :huella
  --   plan: SEARCH tokens_api USING INDEX sqlite_autoindex_tokens_api_2 (huella=?)
  huella TEXT NOT NULL UNIQUE CHECK (length(huella) = 64), -- SHA-256: 256 random bits need no salt and no slow hash
  evento_id TEXT NOT NULL CHECK (length(evento_id) = 26), -- its alta_token: the causa_id of all that it does
  clase TEXT NOT NULL CHECK (clase IN ('personal', 'servicio')),
  nombre TEXT NOT NULL CHECK (length(nombre) BETWEEN 1 AND 60),
  alcances TEXT NOT NULL CHECK (json_valid(alcances)),
  fecha_creacion DATETIME NOT NULL CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_expiracion DATETIME NOT NULL CHECK (fecha_expiracion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_revocacion DATETIME CHECK (fecha_revocacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  ultimo_uso DATETIME CHECK (ultimo_uso GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  direccion TEXT NOT NULL DEFAULT '' CHECK (length(direccion) <= 64)
) WITHOUT ROWID;

-- An account's tokens, the newest first.
--   query: SELECT id FROM tokens_api WHERE usuario_id = :usuario ORDER BY fecha_creacion DESC LIMIT 100
--   plan: SEARCH tokens_api USING COVERING INDEX idx_tokens_api_usuario (usuario_id=?)
CREATE INDEX idx_tokens_api_usuario ON tokens_api (usuario_id, fecha_creacion);

-- Where events are sent to. The secret that signs them is in no table: it is made of the id and the service's own key.
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY CHECK (length(id) = 26),
  usuario_id INTEGER NOT NULL REFERENCES usuarios (id),
  url TEXT NOT NULL CHECK (length(url) <= 2000),
  filtro TEXT NOT NULL CHECK (json_valid(filtro)),
  notas INTEGER NOT NULL CHECK (notas IN (0, 1)),
  activo INTEGER NOT NULL DEFAULT 1 CHECK (activo IN (0, 1)),
  fecha_creacion DATETIME NOT NULL CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z')
) WITHOUT ROWID;

--   query: SELECT id FROM webhooks WHERE usuario_id = :usuario
--   plan: SEARCH webhooks USING COVERING INDEX idx_webhooks_usuario (usuario_id=?)
CREATE INDEX idx_webhooks_usuario ON webhooks (usuario_id);
-- Those that each new event is held against.
--   query: SELECT id FROM webhooks WHERE activo = 1
--   plan: SEARCH webhooks USING COVERING INDEX idx_webhooks_activos (activo=?)
CREATE INDEX idx_webhooks_activos ON webhooks (activo);

-- What was or is to be sent: the ids are the order in which each ticket's events go out, one at a time.
CREATE TABLE webhooks_entregas (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  posicion INTEGER NOT NULL,
  evento_id TEXT NOT NULL CHECK (length(evento_id) = 26),
  ticket_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  tipo TEXT NOT NULL,
  estado TEXT NOT NULL DEFAULT 'pendiente' CHECK (estado IN ('pendiente', 'entregada', 'omitida', 'muerta')),
  intentos INTEGER NOT NULL DEFAULT 0 CHECK (intentos >= 0),
  codigo INTEGER,
  milisegundos INTEGER,
  error TEXT CHECK (length(error) <= 500),
  fecha_creacion DATETIME NOT NULL CHECK (fecha_creacion GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_intento DATETIME CHECK (fecha_intento GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z')
);

-- Whose turn it is: the first that waits of a webhook and a ticket.
--   query: SELECT min(id) FROM webhooks_entregas WHERE webhook_id = :webhook AND ticket_id = :ticket AND estado = 'pendiente'
--   plan: SEARCH webhooks_entregas USING COVERING INDEX idx_webhooks_entregas_turno (webhook_id=? AND ticket_id=?)
CREATE INDEX idx_webhooks_entregas_turno ON webhooks_entregas (webhook_id, ticket_id, id) WHERE estado = 'pendiente';
-- A webhook's log, the newest first.
--   query: SELECT id FROM webhooks_entregas WHERE webhook_id = :webhook AND id < :antes ORDER BY id DESC LIMIT 51
--   plan: SEARCH webhooks_entregas USING COVERING INDEX idx_webhooks_entregas_diario (webhook_id=? AND id<?)
CREATE INDEX idx_webhooks_entregas_diario ON webhooks_entregas (webhook_id, id);
-- What is old enough to be swept away.
--   query: SELECT id FROM webhooks_entregas WHERE fecha_creacion < :desde LIMIT 500
--   plan: SEARCH webhooks_entregas USING COVERING INDEX idx_webhooks_entregas_fecha (fecha_creacion<?)
CREATE INDEX idx_webhooks_entregas_fecha ON webhooks_entregas (fecha_creacion);
-- The figures of each process that lives, since it began: what adds up, and what is so now. An operational table. Whoever
-- reads adds them up; a row that nobody has renewed is of a process that died, and counts no more.
--   query: DELETE FROM metricas_procesos WHERE proceso = :proceso
--   plan: SEARCH metricas_procesos USING PRIMARY KEY (proceso=?)
CREATE TABLE metricas_procesos (
  proceso TEXT PRIMARY KEY CHECK (length(proceso) = 26), -- its ULID: a start is a new process
  desde DATETIME NOT NULL CHECK (desde GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'), -- of its last sign of life
  cifras TEXT NOT NULL CHECK (json_valid(cifras)), -- counters and histograms: names of statements and kinds, never an argument
  medidas TEXT NOT NULL CHECK (json_valid(medidas))
) WITHOUT ROWID; -- few rows, replaced whole

-- What each stretch of time added, per process by the minute, then of all together by ten minutes and by the hour. Bounded:
-- 26 hours, 8 days and 400 days are kept.
--   query: SELECT * FROM metricas_historia WHERE nivel = :nivel AND instante >= :desde ORDER BY instante
--   plan: SEARCH metricas_historia USING PRIMARY KEY (nivel=? AND instante>?)
CREATE TABLE metricas_historia (
  nivel TEXT NOT NULL CHECK (nivel IN ('minuto', 'decena', 'hora')),
  instante DATETIME NOT NULL CHECK (instante GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'), -- its beginning
  proceso TEXT NOT NULL CHECK (length(proceso) IN (0, 26)), -- empty: of all
  cifras TEXT NOT NULL CHECK (json_valid(cifras)),
  medidas TEXT NOT NULL CHECK (json_valid(medidas)),
  PRIMARY KEY (nivel, instante, proceso)
) WITHOUT ROWID;

-- How large each table was on each day, its indexes apart under their own names; measured in the background.
--   query: SELECT * FROM metricas_tamanos WHERE dia >= :desde
--   plan: SEARCH metricas_tamanos USING PRIMARY KEY (dia>?)
CREATE TABLE metricas_tamanos (
  tabla TEXT NOT NULL,
  dia TEXT NOT NULL CHECK (length(dia) = 10),
  filas INTEGER CHECK (filas >= 0), -- NULL: not counted
  bytes INTEGER CHECK (bytes >= 0), -- NULL: the database doesn't tell
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'), -- the day's last measuring
  PRIMARY KEY (dia, tabla)
) WITHOUT ROWID;

-- How each threshold's alert stands, so that several processes raise it once and a restart doesn't raise it again.
--   query: SELECT * FROM alertas WHERE regla = :regla
--   plan: SEARCH alertas USING PRIMARY KEY (regla=?)
CREATE TABLE alertas (
  regla TEXT PRIMARY KEY CHECK (length(regla) BETWEEN 1 AND 60),
  activa BOOLEAN NOT NULL DEFAULT 0 CHECK (activa IN (0, 1)),
  desde DATETIME NOT NULL CHECK (desde GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'), -- since when it is, or is not
  candidata_desde DATETIME, -- since when the value asks for the other; it must ask for a while
  valor REAL, -- NULL: nothing to judge by
  fecha DATETIME NOT NULL CHECK (fecha GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z') -- when it was judged
) WITHOUT ROWID;
-- Backups and maintenance: each run, what it measured before and after, and what came of it. An operational table; that a
-- run was, the log says too. How old the newest backup and drill are is read here: it survives whatever process did them.
CREATE TABLE mantenimientos (
  id TEXT PRIMARY KEY CHECK (length(id) = 26),
  accion TEXT NOT NULL CHECK (length(accion) BETWEEN 1 AND 40 AND accion NOT GLOB '*[^a-z_]*'), -- no list: what there is to do, the code knows
  origen TEXT NOT NULL CHECK (origen IN ('consola', 'plan', 'pagina')), -- whether somebody wanted it, or the calendar
  estado TEXT NOT NULL DEFAULT 'en_marcha' CHECK (estado IN ('en_marcha', 'hecho', 'fallido')),
  proceso TEXT NOT NULL CHECK (length(proceso) <= 300), -- machine and process: one that died holds nobody up
  fecha_inicio DATETIME NOT NULL CHECK (fecha_inicio GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  fecha_fin DATETIME CHECK (fecha_fin GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'),
  antes TEXT CHECK (json_valid(antes) AND length(antes) <= 4000),
  despues TEXT CHECK (json_valid(despues) AND length(despues) <= 4000),
  resultado TEXT CHECK (json_valid(resultado) AND length(resultado) <= 8000),
  error TEXT CHECK (length(error) <= 1000),
  CHECK ((estado = 'en_marcha') = (fecha_fin IS NULL))
) WITHOUT ROWID;

-- Never two at once, whichever process begins them: the second one's row is refused.
--   query: SELECT id, accion, proceso, fecha_inicio FROM mantenimientos WHERE estado = 'en_marcha'
--   plan: SEARCH mantenimientos USING INDEX idx_mantenimientos_en_marcha (estado=?)
CREATE UNIQUE INDEX idx_mantenimientos_en_marcha ON mantenimientos (estado) WHERE estado = 'en_marcha';
-- When something was last done: what the calendar and the alerts go by.
--   query: SELECT max(fecha_fin) FROM mantenimientos WHERE accion = :accion AND estado = 'hecho' AND fecha_fin IS NOT NULL
--   plan: SEARCH mantenimientos USING COVERING INDEX idx_mantenimientos_accion (accion=? AND estado=? AND fecha_fin>?)
CREATE INDEX idx_mantenimientos_accion ON mantenimientos (accion, estado, fecha_fin) WHERE fecha_fin IS NOT NULL;
-- The last ones for those who look, and what is old enough to be swept away.
--   query: SELECT * FROM mantenimientos ORDER BY fecha_inicio DESC LIMIT 50
--   plan: SCAN mantenimientos USING INDEX idx_mantenimientos_inicio
CREATE INDEX idx_mantenimientos_inicio ON mantenimientos (fecha_inicio);
