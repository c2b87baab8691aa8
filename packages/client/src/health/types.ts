/** What holds the quality back of what we send: the processor, the encoder's share of the network, or lost packets. */
export type LimitationType = 'cpu' | 'bandwidth' | 'congestion';

/** Events of a meeting about what we send. The SDK looks at it, once a second, from the first listener on. */
export interface HealthEvents {
	/** Something holds the quality of our camera or screen back for three seconds, or does not any longer. */
	'quality-limitation': [{ type: LimitationType; state: 'detected' | 'resolved'; timestamp: number }];
	/** Our microphone is on and records nothing for five seconds, or sound again. */
	'audio-input-silence': [{ deviceLabel?: string; state: 'detected' | 'resolved'; timestamp: number }];
}

/** As much of an entry of an `RTCStatsReport` as is needed here. */
export interface StatsEntry {
	readonly type: string;
	readonly [name: string]: unknown;
}
