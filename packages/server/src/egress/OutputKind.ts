import type { CaptureChange, ErrorName, RoomCaptureKind } from '@roomcast/contract';
import type { TakePictureCommand } from '@roomcast/contract/composer/commands';
import type { PictureResult } from '@roomcast/contract/composer/events';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import type { Queries } from '../db/Database.ts';
import type { NewFile, StoredFile } from '../storage/StoredFile.ts';
import type { CapturePart, StoredCapture } from './Capture.ts';
import type { CapturePhase, ReportedFile } from './captureEvents.ts';
import type { EngineNeed } from './Engines.ts';
import type { RunningCapture, RunningCaptureOptions } from './RunningCapture.ts';

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
}

/** How those in the room hear of a capture (`capture-state-changed`). */
export interface RoomNotice {
	/** What the notifications call it. */
	readonly capture: RoomCaptureKind;
	/** What they hear when it has started, besides that. */
	started?(capture: StoredCapture): Partial<CaptureChange>;
}

/** What a kind keeps of a capture in a table of its own. */
export interface OutputRows {
	/** The options that are there and not in the row of the capture. */
	readonly options: readonly string[];
	/** Runs in the transaction that writes the row of the capture, behind it. */
	insert(queries: Queries, capture: StoredCapture): Promise<void>;
}

/** What a capture has left when it is over, and what can be made of that. */
export interface Remains {
	/** What its composers wrote, in order. */
	readonly parts: readonly CapturePart[];
	/**
	 * The finished files: those of the composer that wrote the only part and closed it, else one file of all parts.
	 *
	 * @returns nothing when nothing was written
	 * @throws Error with the reason
	 */
	files(): Promise<readonly FileResult[]>;
	/** Takes one picture out of a media file. @throws Error with the reason */
	takePicture(command: Omit<TakePictureCommand, 'type' | 'jobId'>): Promise<PictureResult>;
}

/** What is stored of a capture. */
export interface FinishedFiles {
	readonly files: readonly NewFile[];
	/** Epoch ms of its last moment, where the files tell it. */
	readonly endedAt?: number | undefined;
}

/** What becomes of a capture when it is over. */
export interface OutputFiles {
	/**
	 * Whether it is its files: it has stopped when its storage has them, and failed when there are none. Else it has
	 * stopped when it is over, and its files follow.
	 */
	readonly required: boolean;
	/** Whether its parts become one file, which is begun while a session may still go on after a crash. */
	joinsParts?(capture: StoredCapture): boolean;
	/** @throws Error with the reason why there are none */
	make(capture: StoredCapture, remains: Remains): Promise<FinishedFiles>;
	/** The storage has them in hand. @param files undefined: they could not be made, and there will be none */
	settled?(capture: StoredCapture, files: readonly NewFile[] | undefined): Promise<void>;
	/** Whether `…-stopped` names a stored file. */
	reports(file: StoredFile): boolean;
}

/**
 * A kind of output: what leaves a room in one way, as a file, as HLS, by RTMP. This is all that egress knows of it; a kind
 * is one folder beside egress and one line in `outputKinds.ts`.
 */
export interface OutputKind extends OutputFacts {
	/** Absent where those in the room do not hear of it. */
	readonly notice?: RoomNotice;
	/** Absent where the row of a capture says all. */
	readonly rows?: OutputRows;
	/** Absent where nothing is left when it is over. */
	readonly files?: OutputFiles;
	/** Which composer writes it. */
	engine(capture: StoredCapture): EngineNeed;
	/** What it is while it runs: its sinks, and what is done with what they say. */
	run(options: RunningCaptureOptions): RunningCapture;
	/** What its webhook events say besides who, when and why. @param files of `stopped` */
	report?(
		capture: StoredCapture,
		phase: CapturePhase,
		files: readonly ReportedFile[],
	): Readonly<Record<string, unknown>>;
}
