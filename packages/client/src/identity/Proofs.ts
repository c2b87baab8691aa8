/** What of `Storage` is needed. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Who proves something to whom: nothing of one server, room or participant is shown to another. */
export interface ProofScope {
	/** URL of the signalling. */
	readonly server: string;
	readonly roomId: string;
	readonly participantId: string;
}

/** What can be proved: that it was we who asked to be let in, and that a seat in the room is ours. */
export type ProofKind = 'ticket' | 'resumeToken';

/**
 * Keeps what proves to the server that we are who we were: an id alone can be chosen by anybody. It lasts as long as the
 * tab, over reloads and crashes of the page, and other tabs do not have it. Without a storage it lasts as long as the
 * page.
 */
export class Proofs {
	readonly #scope: ProofScope;
	readonly #storage: TextStorage | undefined;
	readonly #held: { [kind in ProofKind]?: string | undefined } = {};

	constructor(scope: ProofScope, storage: TextStorage | undefined = tabStorage()) {
		this.#scope = scope;
		this.#storage = storage;
	}

	get(kind: ProofKind): string | undefined {
		if (Object.hasOwn(this.#held, kind)) return this.#held[kind];
		try {
			return this.#storage?.getItem(this.#keyOf(kind)) ?? undefined;
		} catch {
			return undefined;
		}
	}

	/** @param proof undefined: it is good for nothing any more */
	set(kind: ProofKind, proof: string | undefined): void {
		this.#held[kind] = proof;
		try {
			if (proof === undefined) this.#storage?.removeItem(this.#keyOf(kind));
			else this.#storage?.setItem(this.#keyOf(kind), proof);
		} catch {
			// A storage that is full or forbidden: it is held here.
		}
	}

	#keyOf(kind: ProofKind): string {
		const { server, roomId, participantId } = this.#scope;
		return `roomcast ${kind} ${server} ${roomId} ${participantId}`;
	}
}

/** The storage of this tab, where the browser lets us. */
function tabStorage(): TextStorage | undefined {
	try {
		return globalThis.sessionStorage;
	} catch {
		return undefined;
	}
}
