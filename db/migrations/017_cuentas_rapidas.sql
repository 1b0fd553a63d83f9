-- The quick filters' counts stop at a thousand, but looked for those who wait among all that anybody was ever given, or
-- that ever was critical. Partial: only those who wait are in them.
CREATE INDEX idx_tickets_vivos_asignado ON tickets (asignado_a, espera_a) WHERE espera_a IS NOT NULL;
CREATE INDEX idx_tickets_vivos_prioridad ON tickets (prioridad_orden, espera_a) WHERE espera_a IS NOT NULL;
