import type { CaptureChange, ErrorName, RoomCaptureKind } from '@roomcast/contract';
import type { Queries } from '../db/Database.ts';
import type { StoredCapture } from './StoredCapture.ts';

/** What requests are answered with that cannot be met. */
export interface OutputErrors {
	/** A start that goes wrong. */
	readonly start: ErrorName;
	/** A start while another one runs; default: `start`. */
	readonly running?: ErrorName;
	/** A stop where none runs. */
	readonly stop: ErrorName;
	/** A deletion of one that runs; default: `stop`. */
	readonly delete?: ErrorName;
	/** An id that none has. */
	readonly notFound: ErrorName;
}

/** How those in the room hear of a capture (`capture-state-changed`). */
export interface RoomNotice {
	/** What the notifications call it. */
	readonly capture: RoomCaptureKind;
	/** What they hear when it has started, in addition to that. */
	started?(capture: StoredCapture): Partial<CaptureChange>;
}

/** What is the same for all captures of a kind. */
export interface OutputFacts {
	/** `captures.kind` of the database, and `kind` in the log. */
	readonly name: string;
	/** What is captured: the session as a whole, one participant, or one track of one. */
	readonly scope: 'room' | 'participant' | 'track';
	/** What happens to it, for sentences: the room is being `recorded`. */
	readonly verb: 'recorded' | 'streamed';
	/** The beginning of the names of its webhook events: `recording` of `recording-started`. */
	readonly events: string;
	readonly errors: OutputErrors;
	/** Whether it fills the disk of this machine: on one that is nearly full it does not start, and ends. */
	readonly fillsDisk: boolean;
	/** Absent where those in the room do not hear of it. */
	readonly notice?: RoomNotice;
}

/** What a kind keeps of a capture in a table of its own. */
export interface OutputRows {
	/** The options that are there and not in the row of the capture. */
	readonly options: readonly string[];
	/** Runs in the transaction that writes the row of the capture, behind it. */
	insert(queries: Queries, capture: StoredCapture): Promise<void>;
}
