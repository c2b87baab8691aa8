/** How well somebody can be heard and seen. */
export type ConnectionQuality = 'good' | 'weak' | 'poor';

/** What one look at the statistics of a stream gives. Counters grow from the start of the stream. */
export interface LinkSample {
	readonly packets: number;
	readonly lost: number;
	/** Round trip to the server, ms. */
	readonly rtt: number;
}

/**
 * Judges a connection by what happened between two looks: Opus hides losses up to about 5 %, and talk begins to
 * collide at a delay of about 400 ms (ITU-T G.114) each way.
 */
export function rateConnection(before: LinkSample | undefined, now: LinkSample): ConnectionQuality {
	const packets = now.packets - (before?.packets ?? 0);
	const lost = Math.max(0, now.lost - (before?.lost ?? 0));
	const ratio = packets + lost <= 0 ? 0 : lost / (packets + lost);
	if (ratio > 0.15 || now.rtt > 800) return 'poor';
	if (ratio > 0.05 || now.rtt > 400) return 'weak';
	return 'good';
}
