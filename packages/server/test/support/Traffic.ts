import { setTimeout as sleep } from 'node:timers/promises';
import { SignallingClient } from './SignallingClient.ts';

export interface TrafficOptions {
	/** `http://…` of the server. */
	readonly url: string;
	readonly token: string;
	readonly roomIds: readonly string[];
	/** Makes ids that no participant had before. */
	newName(): string;
}

/** ms between two who join the same room. */
const PAUSE = 15;

/** People who come and go in several rooms until their server dies. Each joins once, under a name of its own. */
export class Traffic {
	/** Who was told that it is in. */
	readonly joined: string[] = [];
	/** Who asked, and heard nothing before the server died. */
	readonly unanswered: string[] = [];
	readonly #options: TrafficOptions;
	#stopped = false;

	constructor(options: TrafficOptions) {
		this.#options = options;
	}

	/** Goes on until `stop`. Resolves when the last connection is closed. */
	async run(): Promise<void> {
		await Promise.all(this.#options.roomIds.map((roomId) => this.#fill(roomId)));
	}

	/** The server is about to be killed: what fails from here on is no finding. */
	stop(): void {
		this.#stopped = true;
	}

	/** One of three leaves at once, one a little later, and one stays until the end. */
	async #fill(roomId: string): Promise<void> {
		const staying: Promise<unknown>[] = [];
		for (let n = 0; !this.#stopped; n++) {
			const client = await this.#join(roomId);
			if (client === undefined) continue;
			staying.push(client.closed);
			const leave = () => client.request('leave', {}).catch((error) => this.#excuse(error));
			// A connection that is closed already answers nothing any more.
			if (n % 3 === 0) await Promise.race([leave(), client.closed]);
			else if (n % 3 === 1) void sleep(5 * PAUSE).then(leave);
			await sleep(PAUSE);
		}
		await Promise.all(staying);
	}

	async #join(roomId: string): Promise<SignallingClient | undefined> {
		const { url, token, newName } = this.#options;
		const participantId = newName();
		try {
			const { client } = await SignallingClient.join(url, { token, roomId, participantId, mode: 'SIGNALLING_ONLY' });
			this.joined.push(participantId);
			return client;
		} catch (error) {
			this.#excuse(error);
			this.unanswered.push(participantId);
			return undefined;
		}
	}

	#excuse(error: unknown): void {
		if (!this.#stopped) throw error;
	}
}
