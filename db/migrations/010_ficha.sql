-- One requester's tickets, for those who work on them: by the date that staff see.

CREATE INDEX idx_tickets_solicitante ON tickets (usuario_id, fecha_actualizacion);
