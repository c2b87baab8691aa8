import { MOST_ADDRESSES } from '@roomcast/contract/composer/sinks';
import type { Database, Queries } from '../db/Database.ts';
import type { StoredCapture } from '../egress/Capture.ts';
import { captureEvent } from '../egress/captureEvents.ts';
import { findCapture } from '../egress/captureStore.ts';
import type { TargetGuard } from '../net/TargetGuard.ts';
import type { SessionRoom } from '../sessions/host/SessionJournal.ts';
import type { Outbox } from '../webhooks/Outbox.ts';
import { changeOutput, insertOutputs, type OutputChange, outputsOf } from './outputStore.ts';
import { LIVING, type NewOutput, type StoredOutput } from './StoredOutput.ts';
import { shownUrl } from './shown.ts';

export interface OutputsOptions {
	readonly database: Database;
	readonly outbox: Pick<Outbox, 'append'>;
	readonly guard: Pick<TargetGuard, 'check'>;
	/** The webhook of a room, by its document id. */
	findWebhook(room: string, queries?: Queries): Promise<SessionRoom['webhook']>;
}

/** Where livestreams may go and do go: every change of an output is written down, its failure with the webhook that tells it. */
export class Outputs {
	readonly #options: OutputsOptions;

	constructor(options: OutputsOptions) {
		this.#options = options;
	}

	/**
	 * Whether a livestream may go to a URL.
	 *
	 * @param unansweredKeyId whose it is, where no answer tells of a refusal
	 * @returns the addresses that were checked: connections go to them, whatever DNS says later
	 * @throws TargetRefused when it may not
	 * @throws what DNS says when the name has no address
	 */
	async check(url: string, unansweredKeyId?: string): Promise<readonly string[]> {
		const { addresses } = await this.#options.guard.check(url, 'livestream', unansweredKeyId);
		return addresses.slice(0, MOST_ADDRESSES).map(({ address }) => address);
	}

	/** The outputs of some livestreams, in the order in which they came. */
	of(captureIds: readonly string[]): Promise<StoredOutput[]> {
		return outputsOf(this.#options.database.queries, captureIds);
	}

	/** Those of one that go on. */
	async living(captureId: string): Promise<StoredOutput[]> {
		return (await this.of([captureId])).filter(({ state }) => LIVING.includes(state));
	}

	/** One more. */
	add(captureId: string, output: NewOutput): Promise<void> {
		return insertOutputs(this.#options.database.queries, captureId, [output]);
	}

	async change(id: string, change: OutputChange): Promise<void> {
		await changeOutput(this.#options.database.queries, id, change);
	}

	/** An output cannot go on, the others do: whoever hears of the livestream is told of it. @param endedAt epoch ms */
	async failed(
		{ id: captureId, room }: StoredCapture,
		output: NewOutput,
		reason: string,
		endedAt: number,
	): Promise<void> {
		const { database, outbox, findWebhook } = this.#options;
		const webhook = await findWebhook(room);
		await database.transaction(async (queries) => {
			if (!(await changeOutput(queries, output.id, { state: 'FAILED', reason, endedAt }))) return;
			const capture = await findCapture(queries, captureId);
			if (capture === undefined) return;
			const event = captureEvent({ ...capture, error: reason }, webhook, 'failed');
			const about = { id: output.id, url: shownUrl(output) };
			await outbox.append(queries, { ...event, data: { ...event.data, output: about } } as typeof event);
		});
	}
}
