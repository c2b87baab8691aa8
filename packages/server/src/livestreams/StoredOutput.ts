import type { LivestreamOutput, OutputState } from '@roomcast/contract';

/** An output that is not there yet. */
export interface NewOutput extends LivestreamOutput {
	/** 24 hexadecimal characters. */
	readonly id: string;
}

/** An output of a livestream as it is kept. Times are epoch ms. */
export interface StoredOutput extends NewOutput {
	readonly captureId: string;
	readonly state: OutputState;
	/** Why it is tried again, or failed; the stream key is not in it. */
	readonly reason: string | null;
	/** When it was published first. */
	readonly startedAt: number | null;
	readonly endedAt: number | null;
}

/** What is not over. */
export const LIVING: readonly OutputState[] = ['CONNECTING', 'PUBLISHING', 'RECONNECTING'];
