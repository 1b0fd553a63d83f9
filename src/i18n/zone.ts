/** The time zone that pages show times in, and that a time typed into them is taken to be of. */
export const ZONA = 'Europe/Madrid'
