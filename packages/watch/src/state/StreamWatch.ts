import { serverUrl } from '../serverUrl.ts';
import type { Address } from './Address.ts';

/** How what is to be watched stands. */
export type StreamState =
	| { readonly state: 'waiting' | 'starting' | 'unknown' | 'unreachable' }
	| { readonly state: 'live'; readonly id: string }
	| { readonly state: 'ended'; readonly id: string; readonly seconds: number };

/** ms between two looks; a little more or less, so that viewers who came at once do not ask at once. */
const INTERVAL = 2000;
const JITTER = 800;

/** Polls the state of a stream until it is stopped. */
export class StreamWatch {
	readonly #address: Address;
	readonly #changed: (state: StreamState) => void;
	#timer: number | undefined;
	#last = '';
	#running = false;

	/** @param changed told what is new */
	constructor(address: Address, changed: (state: StreamState) => void) {
		this.#address = address;
		this.#changed = changed;
	}

	/** Begin, or continue. */
	start(): void {
		if (this.#running) return;
		this.#running = true;
		this.#last = '';
		void this.#look();
	}

	/** Nobody needs to know for now. */
	stop(): void {
		this.#running = false;
		clearTimeout(this.#timer);
	}

	async #look(): Promise<void> {
		const state = await fetchState(this.#address);
		if (!this.#running) return;
		const text = JSON.stringify(state);
		if (text !== this.#last) this.#changed(state);
		this.#last = text;
		if (this.#running) this.#timer = window.setTimeout(() => void this.#look(), INTERVAL + Math.random() * JITTER);
	}
}

/** How a stream stands now. */
export async function fetchState({ kind, id }: Address): Promise<StreamState> {
	try {
		const response = await fetch(new URL(`watch/state/${kind}/${encodeURIComponent(id)}`, serverUrl()));
		if (response.status === 404) return { state: 'unknown' };
		if (!response.ok) return { state: 'unreachable' };
		return (await response.json()) as StreamState;
	} catch {
		return { state: 'unreachable' };
	}
}
