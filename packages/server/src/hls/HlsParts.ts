import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Parts that are kept in memory: those that players ask for. */
const KEPT = 30;
/** Names that are known: more than composers leave on the disk. */
const KNOWN = 60;

/** The newest parts of a stream. Each is read once, however many players there are. */
export class HlsParts {
	readonly #folder: string;
	readonly #known = new Map<string, Promise<Buffer> | undefined>();
	readonly #waiting = new Map<string, ((there: boolean) => void)[]>();
	#closed = false;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** A part is on the disk. */
	add(name: string): void {
		this.#known.set(name, undefined);
		const names = [...this.#known.keys()];
		for (const old of names.slice(0, Math.max(0, names.length - KNOWN))) this.#known.delete(old);
		const cold = names.at(-1 - KEPT);
		if (cold !== undefined && this.#known.has(cold)) this.#known.set(cold, undefined);
		for (const resolve of this.#waiting.get(name) ?? []) resolve(true);
		this.#waiting.delete(name);
	}

	/** The content of a part; undefined when it is not there. */
	get(name: string): Promise<Buffer | undefined> {
		if (!this.#known.has(name)) return Promise.resolve(undefined);
		const read = this.#known.get(name) ?? readFile(join(this.#folder, name));
		this.#known.set(name, read);
		// The composer takes old ones away.
		return read.catch(() => undefined);
	}

	/** Resolves when a part that was promised is there, or will not be. @param ms at most */
	async wait(name: string, ms: number): Promise<boolean> {
		if (this.#known.has(name)) return true;
		if (this.#closed) return false;
		const { promise, resolve } = Promise.withResolvers<boolean>();
		const waiting = this.#waiting.get(name) ?? [];
		waiting.push(resolve);
		this.#waiting.set(name, waiting);
		const timer = setTimeout(resolve, ms, false);
		const there = await promise;
		clearTimeout(timer);
		return there;
	}

	/** Nothing more comes: those promised are abandoned. */
	giveUp(): void {
		for (const waiting of this.#waiting.values()) for (const resolve of waiting) resolve(false);
		this.#waiting.clear();
	}

	close(): void {
		this.#closed = true;
		this.giveUp();
	}
}
