/**
 * Finds out that a connection is dead though the browser has not noticed: scripts see neither the pings of the server
 * nor that nothing comes. After a silent interval it probes, and when the probe stays unanswered it reports.
 */
export class Watchdog {
	readonly #probe: () => void;
	readonly #dead: (silence: number) => void;
	#interval: ReturnType<typeof setInterval> | undefined;
	#verdict: ReturnType<typeof setTimeout> | undefined;
	#heardAt = 0;

	/**
	 * @param probe sends something that will be answered
	 * @param dead called with the silence in ms when nothing was heard after a probe
	 */
	constructor(probe: () => void, dead: (silence: number) => void) {
		this.#probe = probe;
		this.#dead = dead;
	}

	/** @param interval ms of silence before a probe */
	start(interval: number): void {
		this.stop();
		this.heard();
		this.#interval = setInterval(() => {
			if (performance.now() - this.#heardAt >= interval) this.check(PROBE_TIMEOUT);
		}, interval);
	}

	stop(): void {
		clearInterval(this.#interval);
		clearTimeout(this.#verdict);
		this.#verdict = undefined;
	}

	/** Something arrived: the connection lives. */
	heard(): void {
		this.#heardAt = performance.now();
		clearTimeout(this.#verdict);
		this.#verdict = undefined;
	}

	/** Probes now, and expects to hear something within `timeout` ms. */
	check(timeout: number): void {
		if (this.#verdict !== undefined) return;
		this.expect(timeout);
		this.#probe();
	}

	/** Something was sent that will be answered: expects to hear something within `timeout` ms. */
	expect(timeout: number): void {
		this.#verdict ??= setTimeout(() => {
			this.#verdict = undefined;
			this.#dead(Math.round(performance.now() - this.#heardAt));
		}, timeout);
	}
}

/** How long a probe may stay unanswered, in ms. */
const PROBE_TIMEOUT = 5000;
