import type { OutputKind } from './OutputKind.ts';
import type { StoredCapture } from './StoredCapture.ts';

/** The kinds of output that this server has, by their names. */
export class OutputKinds {
	readonly #kinds: ReadonlyMap<string, OutputKind>;

	/** @throws Error when two have one name */
	constructor(kinds: readonly OutputKind[]) {
		this.#kinds = new Map(kinds.map((kind) => [kind.name, kind]));
		if (this.#kinds.size < kinds.length) throw new Error('two kinds of output have the same name');
	}

	/** Whether there is one of that name: a newer server that shared the database may have had more. */
	has(name: string): boolean {
		return this.#kinds.has(name);
	}

	/** The one of a capture. @throws Error when there is none of its name */
	of({ kind }: Pick<StoredCapture, 'kind'>): OutputKind {
		const found = this.#kinds.get(kind);
		if (found === undefined) throw new Error(`this server has no kind of output named ${kind}`);
		return found;
	}
}
