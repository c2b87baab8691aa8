/** How often a video is looked at, in ms. */
const EVERY = 1000;
/** Bytes in that time that are pictures, and not the network being probed. */
const PICTURES = 1000;

/** What of a received video is looked at. */
export interface WatchedVideo {
	readonly paused: boolean;
	readonly track: MediaStreamTrack;
	getStats(): Promise<RTCStatsReport>;
}

/** What the browser counts of a received video (W3C webrtc-stats, `inbound-rtp`). */
interface Counts {
	readonly decoded: number;
	readonly bytes: number;
	readonly freezes: number;
}

/**
 * Says when a received video freezes: pictures arrive, and none of them can be shown. A screen that does not change is not
 * frozen, nor is a video of which nothing arrives (its state is `stuck`).
 *
 * @returns ends it
 */
export function watchFreezes(video: WatchedVideo, changed: (frozen: boolean) => void): () => void {
	let last: Counts | undefined;
	let frozen = false;
	const become = (next: boolean) => {
		if (next === frozen) return;
		frozen = next;
		changed(next);
	};
	async function look(): Promise<void> {
		const counts = countsOf(await video.getStats());
		const before = last;
		last = video.paused || video.track.muted ? undefined : counts;
		if (!before || !counts || !last) return;
		const shows = counts.decoded > before.decoded;
		// The browser counts a freeze when its end is there.
		if (counts.freezes > before.freezes) become(true);
		if (shows) become(false);
		else if (counts.bytes - before.bytes > PICTURES) become(true);
	}
	const timer = setInterval(() => look().catch(() => {}), EVERY);
	return () => clearInterval(timer);
}

function countsOf(report: RTCStatsReport): Counts | undefined {
	for (const entry of (report as unknown as Map<string, Record<string, unknown>>).values()) {
		if (entry.type !== 'inbound-rtp') continue;
		const { framesDecoded = 0, bytesReceived = 0, freezeCount = 0 } = entry as Record<string, number>;
		return { decoded: framesDecoded, bytes: bytesReceived, freezes: freezeCount };
	}
	return undefined;
}
