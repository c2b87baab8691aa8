import type { CaptureState } from '@roomcast/contract';
import type { Logger } from 'pino';
import type { Database, Queries } from '../db/Database.ts';
import type { SessionRoom } from '../sessions/host/SessionJournal.ts';
import { epochMs } from '../time/clock.ts';
import type { Outbox } from '../webhooks/Outbox.ts';
import { CaptureWrites } from './CaptureWrites.ts';
import { type CapturePhase, captureEvent, type OutputReport, type ReportedFile } from './captureEvents.ts';
import type { OutputFacts, OutputRows } from './OutputFacts.ts';
import { insertPart } from './parts/partStore.ts';
import type { CapturePart, StoredCapture } from './StoredCapture.ts';
import { type CaptureChanges, changeCapture, findCapture, insertCapture, loseCapture } from './store.ts';

/** What of a kind of output is written down. */
type LoggedKind = OutputFacts & OutputReport & { readonly rows?: OutputRows };

export interface CaptureLogOptions {
	readonly database: Database;
	readonly outbox: Pick<Outbox, 'append'>;
	readonly kinds: { of(capture: Pick<StoredCapture, 'kind'>): LoggedKind };
	/** The webhook of a room, by its document id. @param queries of the transaction that is open, where one is */
	findWebhook(room: string, queries?: Queries): Promise<SessionRoom['webhook']>;
	readonly logger: Logger;
}

/**
 * Writes down what happens to captures: every change with the webhook that reports it, in one transaction. What happened
 * anyway (`started` to `ended`) is tried until it is written, in its order, while the database is away or its disk full.
 */
export class CaptureLog {
	readonly #options: CaptureLogOptions;
	readonly writes: CaptureWrites;

	constructor(options: CaptureLogOptions) {
		this.#options = options;
		this.writes = new CaptureWrites(options.logger);
	}

	/** @returns false when one of its kind runs already */
	create(capture: StoredCapture, slot: string): Promise<boolean> {
		return this.transaction(capture, async (queries, report) => {
			if (!(await insertCapture(queries, capture, slot, this.#options.kinds.of(capture).rows))) return false;
			await report('starting', capture);
			return true;
		});
	}

	/** A stretch of it is about to be written. */
	async part({ id, nodeId }: StoredCapture, part: Omit<CapturePart, 'nodeId'>): Promise<void> {
		await insertPart(this.#options.database.queries, id, { ...part, nodeId });
	}

	/** @param startedAt epoch ms of its first moment */
	started(capture: StoredCapture, startedAt: number): Promise<boolean> {
		return this.#change(capture, ['STARTING'], { state: 'STARTED', startedAt }, 'started');
	}

	/** Players can start. */
	playable(capture: StoredCapture): Promise<boolean> {
		return this.#change(capture, ['STARTED'], { state: 'STARTED' }, 'playable');
	}

	stopping(capture: StoredCapture, endReason: string): Promise<boolean> {
		return this.#change(capture, ['STARTING', 'STARTED'], { state: 'STOPPING', endReason }, 'stopping');
	}

	/**
	 * It went wrong.
	 *
	 * @param state `STOPPING` when what was recorded is still brought to its storage, `FAILED` when there is nothing
	 * @param endedAt epoch ms
	 * @param details data of its event that only this kind has
	 */
	failed(
		capture: StoredCapture,
		error: string,
		state: 'STOPPING' | 'FAILED',
		endedAt: number = latest(capture),
		details?: object,
	): Promise<boolean> {
		return this.#change(
			capture,
			['STARTING', 'STARTED', 'STOPPING'],
			{ state, error, endReason: 'FAILED', endedAt },
			'failed',
			details,
		);
	}

	/**
	 * Its node is gone, with what it recorded.
	 *
	 * @param endedAt epoch ms
	 */
	lost(capture: StoredCapture, error: string, endedAt: number): Promise<boolean> {
		return this.transaction(capture, async (queries, report) => {
			if (!(await loseCapture(queries, capture.id, error, endedAt))) return false;
			const now = await findCapture(queries, capture.id);
			if (now !== undefined) await report('failed', now);
			return true;
		});
	}

	/** A stream is over, and nothing of it is left to be done. @param endedAt epoch ms, where that is not written down */
	ended(capture: StoredCapture, endedAt: number = latest(capture)): Promise<boolean> {
		const state = capture.error === null ? 'STOPPED' : 'FAILED';
		const phase = state === 'STOPPED' ? 'stopped' : undefined;
		return this.#change(capture, ['STOPPING'], { state, endedAt: capture.endedAt ?? endedAt }, phase);
	}

	/**
	 * Its files are in the storage. One that failed before has said so already.
	 *
	 * @param queries of the transaction that stored the last file
	 */
	async stored(queries: Queries, capture: StoredCapture, files: readonly ReportedFile[]): Promise<void> {
		if (capture.state !== 'STOPPING') return;
		const state = capture.error === null ? 'STOPPED' : 'FAILED';
		if (!(await changeCapture(queries, capture.id, ['STOPPING'], { state })) || state === 'FAILED') return;
		await this.#report(queries, { ...capture, state }, 'stopped', files);
	}

	/** A file of it could not be stored. @param queries of the transaction that gave it up */
	async notStored(queries: Queries, capture: StoredCapture, error: string): Promise<void> {
		if (!(await changeCapture(queries, capture.id, ['STOPPING'], { state: 'FAILED', error }))) return;
		await this.#report(queries, { ...capture, state: 'FAILED', error }, 'failed');
	}

	/**
	 * Writes down what a kind of output has to, with what it reports of that.
	 *
	 * @param work its `report` adds an event; `details` are data that only this one has
	 */
	async transaction<T>(
		{ room }: StoredCapture,
		work: (
			queries: Queries,
			report: (phase: CapturePhase, capture: StoredCapture, details?: object) => Promise<void>,
		) => Promise<T>,
	): Promise<T> {
		const { database, outbox, findWebhook, kinds } = this.#options;
		const webhook = await findWebhook(room);
		return database.transaction((queries) =>
			work(queries, async (phase, capture, details) => {
				const event = captureEvent(kinds.of(capture), capture, webhook, phase);
				await outbox.append(queries, { ...event, data: { ...event.data, ...details } } as typeof event);
			}),
		);
	}

	#change(
		capture: StoredCapture,
		from: readonly CaptureState[],
		changes: CaptureChanges,
		phase: CapturePhase | undefined,
		details?: object,
	): Promise<boolean> {
		const change = () =>
			this.transaction(capture, async (queries, report) => {
				if (!(await changeCapture(queries, capture.id, from, changes, capture.runId))) return false;
				const now = await findCapture(queries, capture.id);
				if (now !== undefined && phase !== undefined) await report(phase, now, details);
				return true;
			});
		return this.writes.add(capture.id, changes.state, change);
	}

	/** @param queries of a transaction, in which the webhook is looked up as well */
	async #report(
		queries: Queries,
		capture: StoredCapture,
		phase: CapturePhase,
		files?: readonly ReportedFile[],
	): Promise<void> {
		const { outbox, findWebhook, kinds } = this.#options;
		const webhook = await findWebhook(capture.room, queries);
		await outbox.append(queries, captureEvent(kinds.of(capture), capture, webhook, phase, files));
	}
}

/** The end of a capture that nobody saw end: by the wall clock, which may have been set back since its start. */
function latest({ startedAt }: StoredCapture): number {
	return Math.max(epochMs(), startedAt ?? 0);
}
