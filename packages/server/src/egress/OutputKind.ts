import type { TakePictureCommand } from '@roomcast/contract/composer/commands';
import type { PictureResult } from '@roomcast/contract/composer/events';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import type { NewFile, StoredFile } from '../storage/StoredFile.ts';
import type { OutputReport } from './captureEvents.ts';
import type { EngineNeed } from './Engines.ts';
import type { OutputFacts, OutputRows } from './OutputFacts.ts';
import type { RunningCapture, RunningCaptureOptions } from './RunningCapture.ts';
import type { CapturePart, StoredCapture } from './StoredCapture.ts';

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
	/** Whether its parts become one file, which is begun while a session may still continue after a crash. */
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
export interface OutputKind extends OutputFacts, OutputReport {
	/** Absent where the row of a capture says all. */
	readonly rows?: OutputRows;
	/** Whether another node can continue it whose node died, with its files from there where it has any. */
	readonly continuesElsewhere: boolean;
	/** Absent where nothing is left when it is over. */
	readonly files?: OutputFiles;
	/** Which composer writes it. */
	engine(capture: StoredCapture): EngineNeed;
	/** What it is while it runs: its sinks, and what is done with what they say. */
	run(options: RunningCaptureOptions): RunningCapture;
}
