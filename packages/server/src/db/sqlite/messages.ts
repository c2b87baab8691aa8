/** What SQLite stores and gives back. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** One statement for the worker. */
export interface SqliteRequest {
	readonly id: number;
	readonly sql: string;
	readonly parameters: readonly SqliteValue[];
}

/** What became of it. */
export type SqliteReply =
	| { readonly id: number; readonly rows: Record<string, SqliteValue>[]; readonly changes: number | bigint }
	| { readonly id: number; readonly error: { readonly message: string; readonly errcode: number | undefined } };

/** How the worker is started. */
export interface SqliteOptions {
	/** Path of the database file. */
	readonly file: string;
	/** How long a statement waits for another process that writes, in ms. */
	readonly busyTimeout: number;
}
