import type { Participant } from '@roomcast/client';
import { useEffect, useState } from 'react';

/** How often is looked, ms. */
const EVERY = 5000;

/** How well somebody comes through: the voice counts, and the picture while there is no voice. */
export function useConnectionQuality(participant: Participant): ConnectionQuality {
	const [quality, setQuality] = useState<ConnectionQuality>('good');
	useEffect(() => {
		let before: LinkSample | undefined;
		let current = true;
		const look = async () => {
			const sound = (await participant.getAudioStats())[0];
			const stats = sound ?? (await participant.getVideoStats())[0];
			if (!current || stats === undefined) return;
			const now = { packets: stats.totalPackets, lost: stats.packetsLost, rtt: stats.rtt };
			// A stream that began again, or sound after picture, has other counters: compare from the next look on.
			if (before !== undefined && now.packets >= before.packets) setQuality(rateConnection(before, now));
			before = now;
		};
		const timer = setInterval(() => void look().catch(() => undefined), EVERY);
		return () => {
			current = false;
			clearInterval(timer);
		};
	}, [participant]);
	return quality;
}

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
