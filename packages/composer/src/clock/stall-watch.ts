/** Sound that comes this much later than the packet before it may have stalled at its source, ms. */
const SUSPECT_MS = 40;
/** Back within this of where it was, it was under way. */
const BACK_MS = 20;
const SILENCE_MS = 100;
/** How long, and in how many packets, what was held up would have caught up. */
const CATCH_UP_MS = 180;
const CATCH_UP_PACKETS = 8;

/**
 * Tells by arrival alone a source that stalled from packets that were held up on their way, for sound that is sent at an
 * even pace. Both are a gap; after it, what was held up comes at once and catches up, what stalled continues at its
 * pace.
 */
export class StallWatch {
	#last: { readonly offset: number; readonly atMs: number } | undefined;
	#gap: { readonly sinceMs: number; least: number; packets: number } | undefined;

	/**
	 * @param offset arrival minus timestamp, ms
	 * @param known the least offset there was before, ms
	 * @returns by how much later than before the source continues, once that is certain
	 */
	packet(offset: number, known: number, nowMs: number): number | undefined {
		const last = this.#last;
		this.#last = { offset, atMs: nowMs };
		if (last === undefined) return undefined;
		// After silence it begins again: what is held up since then has had no time to catch up.
		if (nowMs - last.atMs > SILENCE_MS) this.#gap = undefined;
		if (offset - last.offset > SUSPECT_MS) this.#gap ??= { sinceMs: nowMs, least: offset, packets: 0 };
		const gap = this.#gap;
		if (gap === undefined) return undefined;
		gap.least = Math.min(gap.least, offset);
		gap.packets += 1;
		if (gap.least - known < BACK_MS) {
			this.#gap = undefined;
			return undefined;
		}
		if (nowMs - gap.sinceMs < CATCH_UP_MS || gap.packets < CATCH_UP_PACKETS) return undefined;
		this.#gap = undefined;
		return gap.least - known > SUSPECT_MS ? gap.least - known : undefined;
	}

	/** The offsets have another beginning. */
	reset(): void {
		this.#last = undefined;
		this.#gap = undefined;
	}
}
