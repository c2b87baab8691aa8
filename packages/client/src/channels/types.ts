import type { Frame } from './frame.ts';

/** Whether messages arrive all and in order, or as fast as they can. */
export type Reliability = 'RELIABLE' | 'UNRELIABLE';

/** A message that somebody sent with `send`. */
export interface DataMessage extends Frame {
	/** Id of the participant who sent it. */
	readonly from: string;
	readonly reliability: Reliability;
}
