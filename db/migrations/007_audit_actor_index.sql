-- What somebody did of one kind is asked of their entries one by one: the index answers it without their rows.

DROP INDEX idx_auditoria_usuario;
CREATE INDEX idx_auditoria_usuario ON auditoria (usuario_id, posicion, tipo, es_interno);
