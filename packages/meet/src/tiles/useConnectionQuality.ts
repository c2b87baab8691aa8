import type { Participant } from '@roomcast/client';
import { useEffect, useState } from 'react';
import { type ConnectionQuality, type LinkSample, rateConnection } from './rateConnection.ts';

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
