import type { HlsMedia } from './segment.ts';

/** What a player waits for: `_HLS_msn` and `_HLS_part` of its request. */
export interface ReloadRequest {
	/** Media sequence number. */
	readonly segment: number;
	/** Without it, the whole segment is waited for. */
	readonly part?: number;
}

/**
 * Whether a blocking playlist reload can be answered (draft-pantos-hls-rfc8216bis-16 §6.2.5.2): what it names, or something
 * later, is there, or nothing more will come. A part behind the last of its segment means the first of the next.
 */
export function isReached({ segments, open, ended }: HlsMedia, { segment, part }: ReloadRequest): boolean {
	const last = segments.at(-1)?.number ?? Number.NEGATIVE_INFINITY;
	if (ended || segment < last) return true;
	if (part === undefined) return segment === last;
	if (segment === last) {
		const parts = segments.at(-1)?.parts.length ?? 0;
		return part < parts || (open?.parts.length ?? 0) > 0;
	}
	return open !== undefined && (segment < open.number || (segment === open.number && part < open.parts.length));
}

/** Whether it asks for more than two segments ahead: to be answered with 400 (§6.2.5.2). */
export function isTooFar({ segments, open, ended }: HlsMedia, { segment }: ReloadRequest): boolean {
	const next = open?.number ?? (segments.at(-1)?.number ?? -1) + 1;
	return !ended && segment > next + 1;
}
