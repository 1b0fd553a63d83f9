-- The words of the search index in order: what begins with what a person is typing is looked for as whole words.
-- FTS5 itself gathers every text of every such word before it gives the first.
CREATE VIRTUAL TABLE busqueda_palabras USING fts5vocab(busqueda, 'instance');
