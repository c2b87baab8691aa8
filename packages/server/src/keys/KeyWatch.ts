import type { Logger } from 'pino';
import type { Queries } from '../db/Database.ts';
import type { SecurityLog } from '../security/SecurityLog.ts';
import { countKeys, keyStates } from './store.ts';

/** ms between two looks. Together with what it ends, a revocation is through within 5 s. */
const INTERVAL = 1_000;

export interface KeyWatchOptions {
	readonly queries: Queries;
	readonly security: Pick<SecurityLog, 'report'>;
	readonly logger: Logger;
	/** ms; for tests. */
	readonly interval?: number;
}

/**
 * Which keys were revoked, by whatever process, as of a second ago. It answers without asking the database, so that what
 * runs continues while that is away; a key cannot be revoked meanwhile either. Each look counts the keys, and reads
 * them only when there are more, or more that were revoked: keys are never deleted, and a revoked one stays revoked.
 */
export class KeyWatch {
	readonly #options: KeyWatchOptions;
	readonly #known = new Set<string>();
	readonly #revoked = new Set<string>();
	readonly #enforcers: (() => void)[] = [];
	#timer: NodeJS.Timeout | undefined;
	#look: Promise<void> = Promise.resolve();
	#failing = false;
	#closed = false;

	private constructor(options: KeyWatchOptions) {
		this.#options = options;
	}

	/** Reads which keys there are, and looks again every second. @throws what the database says */
	static async create(options: KeyWatchOptions): Promise<KeyWatch> {
		const watch = new KeyWatch(options);
		await watch.#read(() => {});
		watch.#schedule();
		return watch;
	}

	isRevoked(keyId: string): boolean {
		return this.#revoked.has(keyId);
	}

	/** Whether any key was revoked. */
	get anyRevoked(): boolean {
		return this.#revoked.size > 0;
	}

	/**
	 * What ends everything that a revoked key has running. Called after each look while there are revoked keys, not only at
	 * a revocation: something may begin with a token that was verified a moment before.
	 */
	enforce(enforcer: () => void): void {
		this.#enforcers.push(enforcer);
	}

	async close(): Promise<void> {
		this.#closed = true;
		clearTimeout(this.#timer);
		await this.#look;
	}

	#schedule(): void {
		this.#timer = setTimeout(() => {
			this.#look = this.#tick().finally(() => {
				if (!this.#closed) this.#schedule();
			});
		}, this.#options.interval ?? INTERVAL);
		this.#timer.unref();
	}

	async #tick(): Promise<void> {
		const { queries, security, logger } = this.#options;
		try {
			const { all, revoked } = await countKeys(queries);
			if (all !== this.#known.size || revoked !== this.#revoked.size)
				await this.#read((kind, keyId) => security.report(kind, { keyId }));
			this.#failing = false;
		} catch (error) {
			if (!this.#failing) logger.warn({ err: error }, 'revoked keys cannot be looked up; trying again');
			this.#failing = true;
		}
		if (this.#closed || !this.anyRevoked) return;
		for (const enforcer of this.#enforcers) {
			try {
				enforcer();
			} catch (error) {
				logger.error({ err: error }, 'the sessions and outputs of a revoked key could not be ended');
			}
		}
	}

	async #read(changed: (kind: 'key-created' | 'key-revoked', keyId: string) => void): Promise<void> {
		for (const { id, revoked } of await keyStates(this.#options.queries)) {
			if (!this.#known.has(id)) changed('key-created', id);
			this.#known.add(id);
			if (!revoked || this.#revoked.has(id)) continue;
			this.#revoked.add(id);
			changed('key-revoked', id);
		}
	}
}
