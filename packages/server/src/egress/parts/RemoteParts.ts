import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BusChannelHead } from '@roomcast/contract';
import type { Logger } from 'pino';
import type { Bus } from '../../cluster/bus/Bus.ts';
import type { BusChannel } from '../../cluster/bus/BusChannel.ts';
import type { Database } from '../../db/Database.ts';
import { newestRunOf } from '../../sessions/alive/runStore.ts';
import { epochMs } from '../../time/clock.ts';
import type { CapturePart, StoredCapture } from '../StoredCapture.ts';
import { findCapture, partsOf } from '../store.ts';
import { PartsAway } from './PartsAway.ts';
import { receivePart } from './receivePart.ts';
import { sendPart } from './sendPart.ts';

export interface RemotePartsOptions {
	readonly bus: Bus | undefined;
	readonly database: Database;
	readonly nodeId: string;
	/** Where parts are, a folder for each capture. */
	readonly folder: string;
	readonly logger: Logger;
}

/** ms after the end of a capture for which a node is waited for that has parts of it. */
const PATIENCE = 10 * 60_000;

/**
 * Parts of captures that continued on another node, because theirs died: the node that finishes a capture gets them from
 * those that have them.
 */
export class RemoteParts {
	readonly #options: RemotePartsOptions;

	constructor(options: RemotePartsOptions) {
		this.#options = options;
		const { bus } = options;
		bus?.accept('capture-part', (head, channel) => {
			this.#send(head, channel).catch((error: unknown) => {
				options.logger.error({ err: error, ...head }, 'a part of a capture could not be sent to another node');
				channel.terminate();
			});
		});
		bus?.serve('forget-parts', async ({ captureId }) => {
			await this.#forget(captureId);
			return {};
		});
	}

	/**
	 * The parts of a capture on this node, with those that others have.
	 *
	 * @returns without what is on a node that was waited for in vain
	 * @throws PartsAway when a node does not answer now
	 */
	async gather(capture: StoredCapture, parts: readonly CapturePart[]): Promise<CapturePart[]> {
		const { nodeId, logger } = this.#options;
		const gathered: CapturePart[] = [];
		for (const part of parts) {
			const local = part.nodeId === nodeId ? part : { ...part, path: join(capture.folder, basename(part.path)) };
			try {
				if (local !== part) await this.#fetch(capture, part);
				gathered.push(local);
			} catch (cause) {
				const waited = epochMs() - Math.max(capture.endedAt ?? 0, capture.updatedAt);
				if (waited < PATIENCE) throw new PartsAway(`part ${part.number} is on node ${part.nodeId}`, { cause });
				logger.error(
					{ err: cause, captureId: capture.id, part: part.number, nodeId: part.nodeId, path: part.path },
					'a recording is made without a part: its node does not answer',
				);
			}
		}
		return gathered;
	}

	/** A capture is whole here: other nodes do not keep what they have of it. */
	async release({ id }: StoredCapture, parts: readonly CapturePart[]): Promise<void> {
		const { bus, database, nodeId, logger } = this.#options;
		for (const node of new Set(parts.map((part) => part.nodeId))) {
			if (node === nodeId || bus === undefined) continue;
			const run = await newestRunOf(database.queries, node);
			try {
				if (run !== undefined) await bus.request(run, 'forget-parts', { captureId: id });
			} catch (error) {
				logger.warn({ err: error, captureId: id, nodeId: node }, 'another node keeps parts that nobody needs');
			}
		}
	}

	async #fetch({ id, folder }: StoredCapture, { number, nodeId }: CapturePart): Promise<void> {
		const { bus, database } = this.#options;
		const run = await newestRunOf(database.queries, nodeId);
		if (bus === undefined || run === undefined) throw new Error('its node is not running');
		await receivePart(folder, await bus.open(run, 'capture-part', { captureId: id, number }));
	}

	/** Only what is written down as a part of this node, wherever the other one says it is. */
	async #send({ captureId, number }: BusChannelHead<'capture-part'>, channel: BusChannel): Promise<void> {
		const { database, nodeId } = this.#options;
		const parts = await partsOf(database.queries, captureId);
		const part = parts.find((each) => each.number === number && each.nodeId === nodeId);
		if (part === undefined) throw new Error('this node has no such part');
		await sendPart(part.path, channel);
	}

	async #forget(captureId: string): Promise<void> {
		const { database, nodeId, folder } = this.#options;
		const capture = await findCapture(database.queries, captureId);
		if (capture === undefined || capture.nodeId === nodeId) return;
		await rm(join(folder, capture.id), { recursive: true, force: true });
	}
}
