-- A client's tickets are counted by state on every list: with the state in the index no row of the table is read.
DROP INDEX idx_tickets_solicitante;
CREATE INDEX idx_tickets_solicitante ON tickets (usuario_id, fecha_actualizacion, id, estado);
