import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SqliteOptions, SqliteReply, SqliteRequest, SqliteValue } from './messages.ts';

// Beside this file in the sources, and beside the program that it is built into.
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './sqlite.js', import.meta.url);

type Result = Extract<SqliteReply, { rows: unknown }>;

/** An error that SQLite reported, with its extended result code (https://sqlite.org/rescode.html). */
export class SqliteError extends Error {
	override readonly name = 'SqliteError';
	readonly errcode: number | undefined;

	constructor(message: string, errcode: number | undefined) {
		super(message);
		this.errcode = errcode;
	}
}

/** This end of the thread that owns the SQLite connection. */
export class SqliteThread {
	readonly #worker: Worker;
	readonly #waiting = new Map<number, { resolve(result: Result): void; reject(error: Error): void }>();
	#lastId = 0;
	#failure: Error | undefined;

	private constructor(worker: Worker) {
		this.#worker = worker;
		worker.on('message', (reply: SqliteReply) => this.#settle(reply));
		worker.on('error', (error) => this.#fail(error as Error));
		worker.on('exit', () => this.#fail(new Error('The SQLite connection is closed')));
	}

	/**
	 * Open the database file, made when it is not there.
	 *
	 * @throws when the file cannot be opened or is no database
	 */
	static async open(options: SqliteOptions): Promise<SqliteThread> {
		const thread = new SqliteThread(
			new Worker(WORKER, {
				workerData: options,
				// node:sqlite still announces itself as experimental on every start.
				execArgv: ['--disable-warning=ExperimentalWarning'],
			}),
		);
		await thread.run('select 1', []);
		return thread;
	}

	get closed(): boolean {
		return this.#failure !== undefined;
	}

	/** Run one statement; statements run in the order of these calls. */
	run(sql: string, parameters: readonly SqliteValue[]): Promise<Result> {
		if (this.#failure !== undefined) return Promise.reject(this.#failure);
		const request: SqliteRequest = { id: ++this.#lastId, sql, parameters };
		return new Promise((resolve, reject) => {
			this.#waiting.set(request.id, { resolve, reject });
			this.#worker.postMessage(request);
		});
	}

	/** Finish what was sent, close the file, end the thread. */
	async close(): Promise<void> {
		if (this.closed) return;
		this.#worker.postMessage('close');
		await once(this.#worker, 'exit');
	}

	#settle(reply: SqliteReply): void {
		const waiting = this.#waiting.get(reply.id);
		this.#waiting.delete(reply.id);
		if ('error' in reply) waiting?.reject(new SqliteError(reply.error.message, reply.error.errcode));
		else waiting?.resolve(reply);
	}

	#fail(error: Error): void {
		this.#failure ??= error;
		for (const { reject } of this.#waiting.values()) reject(this.#failure);
		this.#waiting.clear();
	}
}
