import { setTimeout as sleep } from 'node:timers/promises';
import { SignallingClient } from '../SignallingClient.ts';

export interface RobotOptions {
	readonly roomId: string;
	readonly participantId: string;
	readonly token: string;
	/** A node, as a load balancer chooses it. */
	url(): string;
}

/** ms between two messages, and between two tries to come back. */
const MESSAGES_EVERY = 250;
const TRIES_EVERY = 200;
/** ms without an answer that somebody notices. */
const NOTICED = 1_000;
/** ms after which a node that does not answer is given up for another. */
const PATIENCE = 20_000;

/** Somebody who stays in a call whatever happens to its nodes, and says something all the time. */
export class Robot {
	readonly #options: RobotOptions;
	/** The sessions that it was in. */
	readonly sessions = new Set<string>();
	/** The messages that were taken. */
	readonly said: string[] = [];
	/** ms for which nothing that it said was taken, each time that this was longer than a second. */
	readonly silences: number[] = [];
	#takenAt: number | undefined;
	/** Why it is out. */
	trouble: unknown;
	#client: SignallingClient | undefined;
	#resumeToken: string | undefined;
	#stopped = false;
	#running: Promise<void> = Promise.resolve();
	#names = 0;

	constructor(options: RobotOptions) {
		this.#options = options;
	}

	/** Whether it is in. */
	get isIn(): boolean {
		return this.#client !== undefined;
	}

	start(): void {
		this.#running = this.#run();
	}

	/** Says nothing more, and stays in. */
	async stop(): Promise<void> {
		this.#stopped = true;
		await this.#running;
	}

	/** What of its topic was kept. */
	async kept(): Promise<string[]> {
		const topic = this.#options.participantId;
		const all: string[] = [];
		for (let before: { before?: string } = {}; ; ) {
			const page = await this.#client?.request('subscribe', { topic, ...before });
			all.unshift(...(page?.messages ?? []).map(({ message }) => message));
			const oldest = page?.messages[0]?.id;
			if (page?.more !== true || oldest === undefined) return all;
			before = { before: oldest };
		}
	}

	leave(): Promise<unknown> | undefined {
		return this.#client?.request('leave', {});
	}

	async #run(): Promise<void> {
		while (!this.#stopped || this.#client === undefined) {
			const client = await within(PATIENCE, this.#enter()).catch((error: unknown) => {
				this.trouble = error;
			});
			if (client === undefined) {
				await sleep(TRIES_EVERY);
				continue;
			}
			this.#client = client;
			void client.closed.then(() => {
				if (this.#client === client) this.#client = undefined;
			});
			await this.#speak(client);
		}
	}

	/** Comes back to its place, or joins again with what proves that it is the same. */
	async #enter(): Promise<SignallingClient> {
		const { roomId, participantId, token, url } = this.#options;
		const client = await SignallingClient.open(url());
		try {
			const resumeToken = this.#resumeToken;
			const proof = resumeToken === undefined ? {} : { resumeToken };
			const mode = 'SIGNALLING_ONLY' as const;
			const joined = await client.request('join', { token, roomId, participantId, mode, ...proof });
			this.#resumeToken = joined.resumeToken;
			this.sessions.add(joined.sessionId);
			return client;
		} catch (error) {
			client.terminate();
			throw error;
		}
	}

	#taken(message: string): void {
		this.said.push(message);
		const now = performance.now();
		const silence = now - (this.#takenAt ?? now);
		if (silence > NOTICED) this.silences.push(silence);
		this.#takenAt = now;
	}

	async #speak(client: SignallingClient): Promise<void> {
		const { participantId: topic } = this.#options;
		while (!this.#stopped && this.#client === client) {
			const message = `${topic} ${this.#names++}`;
			const taken = client.request('publish', { topic, message, persist: true });
			const ended = client.closed.then(() => Promise.reject(new Error('closed')));
			// One that does not answer any more is left, as a client does that gets no pong.
			const left = within(PATIENCE, Promise.race([taken, ended]));
			const answered = await left.then(
				() => true,
				() => false,
			);
			if (answered) this.#taken(message);
			else if (this.#client === client) await sleep(TRIES_EVERY);
			await sleep(MESSAGES_EVERY);
		}
	}
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
	const timeout = new AbortController();
	const late = sleep(ms, undefined, { signal: timeout.signal }).then(() => Promise.reject(new Error('no answer')));
	late.catch(() => {});
	return Promise.race([work, late]).finally(() => timeout.abort());
}
