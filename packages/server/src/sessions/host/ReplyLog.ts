/** Most replies kept for requests that a client sends again after its connection broke. */
const MAX_REPLIES = 256;
/** Most characters of them all. What a client makes the server keep is for the server to bound. */
const MAX_CHARACTERS = 1024 * 1024;

/**
 * The replies to the last requests of a client, under its numbers of them: a request that is sent again is not done again.
 * The oldest go first. One that is larger than all of them together may be is not kept; only what reads is so large, and
 * may be done again.
 */
export class ReplyLog {
	readonly #replies = new Map<number, { reply: Promise<string>; size: number }>();
	#size = 0;

	/**
	 * Answers a request once, however often it is sent.
	 *
	 * @param id the client's number of the request
	 * @param answer makes the reply; does not reject
	 */
	once(id: number, answer: () => Promise<string>): Promise<string> {
		const known = this.#replies.get(id);
		if (known !== undefined) return known.reply;
		const entry = { reply: answer(), size: 0 };
		this.#replies.set(id, entry);
		this.#trim();
		void entry.reply.then((text) => {
			// Gone meanwhile, when many others came.
			if (this.#replies.get(id) !== entry) return;
			entry.size = text.length;
			this.#size += text.length;
			if (text.length > MAX_CHARACTERS) this.#drop(id);
			this.#trim();
		});
		return entry.reply;
	}

	#trim(): void {
		for (const id of this.#replies.keys()) {
			if (this.#replies.size <= MAX_REPLIES && this.#size <= MAX_CHARACTERS) return;
			this.#drop(id);
		}
	}

	#drop(id: number): void {
		this.#size -= this.#replies.get(id)?.size ?? 0;
		this.#replies.delete(id);
	}
}
