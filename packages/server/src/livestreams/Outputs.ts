import { MOST_ADDRESSES } from '@roomcast/contract/composer/sinks';
import type { Database } from '../db/Database.ts';
import type { TargetGuard } from '../net/TargetGuard.ts';
import { LIVING, type NewOutput, type StoredOutput } from './StoredOutput.ts';
import { changeOutput, insertOutputs, type OutputChange, outputsOf } from './store.ts';

export interface OutputsOptions {
	readonly database: Database;
	readonly guard: Pick<TargetGuard, 'check'>;
}

/** Where livestreams may go and do go: every change of an output is written down. */
export class Outputs {
	readonly #options: OutputsOptions;

	constructor(options: OutputsOptions) {
		this.#options = options;
	}

	/**
	 * Whether a livestream may go to a URL.
	 *
	 * @param unansweredKeyId whose it is, where no answer reports a refusal
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

	/** Those of one that still run. */
	async living(captureId: string): Promise<StoredOutput[]> {
		return (await this.of([captureId])).filter(({ state }) => LIVING.includes(state));
	}

	/** One more. */
	add(captureId: string, output: NewOutput): Promise<void> {
		return insertOutputs(this.#options.database.queries, captureId, [output]);
	}

	/** @param runId of the server that its livestream runs on */
	async change(id: string, runId: string, change: OutputChange): Promise<void> {
		await changeOutput(this.#options.database.queries, id, runId, change);
	}
}
