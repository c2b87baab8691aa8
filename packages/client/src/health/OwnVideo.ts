import { Lasting } from './Lasting.ts';
import type { LimitationType, StatsEntry } from './types.ts';

/** How long a limitation lasts until it is reported, and how long it is over until that is, in ms. */
const LASTS = 3000;
/** Share of our packets that do not arrive at the server, from which the network is congested. */
const LOSS = 0.1;

/** What holds the quality of our camera and screen back, by what the browser says of its encoders. */
export class OwnVideo {
	readonly #limitations: Readonly<Record<LimitationType, Lasting>> = {
		cpu: new Lasting(LASTS, LASTS),
		bandwidth: new Lasting(LASTS, LASTS),
		congestion: new Lasting(LASTS, LASTS),
	};

	/**
	 * @param entries of all videos that are sent now (W3C webrtc-stats)
	 * @param now monotonic ms
	 * @returns what to report
	 */
	sample(entries: readonly StatsEntry[], now: number): { type: LimitationType; state: 'detected' | 'resolved' }[] {
		const limits = (reason: string) =>
			entries.some(
				({ type, qualityLimitationReason }) => type === 'outbound-rtp' && qualityLimitationReason === reason,
			);
		const present: Record<LimitationType, boolean> = {
			cpu: limits('cpu'),
			bandwidth: limits('bandwidth'),
			congestion: entries.some(
				({ type, fractionLost }) =>
					type === 'remote-inbound-rtp' && typeof fractionLost === 'number' && fractionLost >= LOSS,
			),
		};
		return (Object.keys(present) as LimitationType[]).flatMap((type) => {
			const state = this.#limitations[type].sample(present[type], now);
			return state === undefined ? [] : [{ type, state }];
		});
	}
}
