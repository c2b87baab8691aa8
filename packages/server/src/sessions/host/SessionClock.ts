import { epochMs } from '../../time/clock.ts';
import { machineMs } from '../../time/machine.ts';

/**
 * What time it is in one session: read from the wall clock when the session is opened, and counted by the monotonic
 * clock from there. A step of the wall clock in the middle leaves everything in the session as long as it was.
 */
export class SessionClock {
	/** Epoch ms of a moment in which the monotonic clock of the machine was 0. */
	readonly offset: number;

	/** @param notBefore epoch ms of what happened in the session before: it continues after that */
	constructor(notBefore = Number.NEGATIVE_INFINITY) {
		this.offset = Math.max(epochMs(), notBefore) - machineMs();
	}

	/** Epoch ms, whole. */
	now(): number {
		return Math.round(this.offset + machineMs());
	}

	/** Epoch ms of something that happened some ms ago. */
	ago(ms: number): number {
		return Math.round(this.offset + machineMs() - ms);
	}
}
