/** Most replies kept for requests that a client sends again after its connection broke. */
const MAX_REPLIES = 256;
/** Longest reply that is kept, in characters: what a client makes the server keep is for the server to bound. */
const MAX_CHARACTERS = 32 * 1024;

/**
 * The replies to the last requests of a client, under its numbers of them: a request that is sent again is not done again.
 * A long reply is kept only until it is sent: a request that reads, or builds everything again, may be repeated.
 */
export class ReplyLog {
	readonly #replies = new Map<number, Promise<string>>();

	/**
	 * Answers a request once, however often it is sent.
	 *
	 * @param id the client's number of the request
	 * @param answer makes the reply; does not reject
	 */
	once(id: number, answer: () => Promise<string>): Promise<string> {
		const known = this.#replies.get(id);
		if (known !== undefined) return known;
		const reply = answer();
		this.#replies.set(id, reply);
		if (this.#replies.size > MAX_REPLIES) {
			const [oldest] = this.#replies.keys();
			if (oldest !== undefined) this.#replies.delete(oldest);
		}
		void reply.then((text) => {
			if (text.length > MAX_CHARACTERS && this.#replies.get(id) === reply) this.#replies.delete(id);
		});
		return reply;
	}
}
