/** A moment as milliseconds since 1970, in both databases. */
export type Millis = number;
/** 0 or 1: SQLite has no boolean. */
export type Flag = 0 | 1;
/** JSON as text, so that both databases hold the same. */
export type JsonText = string;
