/** What a client's path adds to a view's condition: of their own tickets alone. Takes `:viewer`. */
export const OF_OWN_TICKETS =
  ' AND EXISTS (SELECT 1 FROM tickets t WHERE t.id = ticket_id AND t.usuario_id = :viewer)'
