import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BusChannelHead } from '@roomcast/contract';
import type { Logger } from 'pino';
import type { Bus } from '../../cluster/bus/Bus.ts';
import type { BusChannel } from '../../cluster/bus/BusChannel.ts';
import type { Database } from '../../db/Database.ts';
import { isPassing } from '../../db/faults.ts';
import { newestRunOf } from '../../sessions/alive/runStore.ts';
import type { DiskSpace } from '../../storage/DiskSpace.ts';
import { isDiskFull } from '../../storage/DiskSpace.ts';
import { awakeMs } from '../../time/AwakeClock.ts';
import type { CapturePart, StoredCapture } from '../StoredCapture.ts';
import { findCapture } from '../store.ts';
import { PartsAway } from './PartsAway.ts';
import { movePart, partsAreAwaited, partsOf } from './partStore.ts';
import { receivePart } from './receivePart.ts';
import { sendPart } from './sendPart.ts';

export interface RemotePartsOptions {
	readonly bus: Bus | undefined;
	readonly database: Database;
	readonly nodeId: string;
	/** Of this life of the server. */
	readonly runId: string;
	/** Where parts are, a folder for each capture. */
	readonly folder: string;
	/** Resolves when nothing of a capture is written here any more. @throws Error when it runs here */
	settled(captureId: string): Promise<void>;
	readonly disk: Pick<DiskSpace, 'hasRoomFor'>;
	readonly logger: Logger;
}

/** ms for which a node is waited for that has parts of a capture that is over, while this one could hear it. */
const PATIENCE = 10 * 60_000;
/** ms between two tries to get a part while its capture runs. */
const RETRY = 5_000;
/** ms that a server stays for others to get the parts that it has, while they get none. */
const LEAVE_WITHIN = 60_000;
/** ms between two looks at whether they have. */
const LOOK = 250;

/**
 * Parts of captures that continued on another node: the node that runs a capture gets them from those that have them, as
 * soon as these answer.
 */
export class RemoteParts {
	readonly #options: RemotePartsOptions;
	/** By capture and number. */
	readonly #fetching = new Map<string, Promise<CapturePart>>();
	/** Since when the node is waited for that has parts of a capture that is over, by `awakeMs`. */
	readonly #waiting = new Map<string, number>();
	/** One part after the other: calls come first. */
	#queue: Promise<unknown> = Promise.resolve();
	/** Parts on their way to others. */
	#sending = 0;
	readonly #closed = new AbortController();

	constructor(options: RemotePartsOptions) {
		this.#options = options;
		const { bus } = options;
		bus?.accept('capture-part', (head, channel) => {
			this.#send(head, channel).catch((error: unknown) => {
				options.logger.warn({ err: error, ...head }, 'a part of a capture could not be sent to another node');
				channel.terminate();
			});
		});
		bus?.serve('forget-parts', async ({ captureId }) => {
			await this.#forget(captureId);
			return {};
		});
	}

	/** Gets, in the background, what other nodes have of a capture that runs here by now. */
	collect(capture: StoredCapture): void {
		this.#collect(capture).catch((error: unknown) => {
			if (!this.#closed.signal.aborted)
				this.#options.logger.error({ err: error, captureId: capture.id }, 'parts could not be collected');
		});
	}

	/**
	 * The parts of a capture on this node, with those that others have.
	 *
	 * @returns without what is on a node that was waited for in vain
	 * @throws PartsAway when a node does not answer now
	 */
	async gather(capture: StoredCapture, parts: readonly CapturePart[]): Promise<CapturePart[]> {
		const { nodeId, bus, logger } = this.#options;
		const gathered: CapturePart[] = [];
		for (const part of parts) {
			try {
				gathered.push(part.nodeId === nodeId ? part : await this.#fetch(capture, part));
			} catch (cause) {
				if (isPassing(cause) || isDiskFull(cause)) throw cause;
				// It does not count while this node hears nobody.
				const since = bus?.connected === true ? (this.#waiting.get(capture.id) ?? awakeMs()) : awakeMs();
				this.#waiting.set(capture.id, since);
				if (awakeMs() - since < PATIENCE)
					throw new PartsAway(`part ${part.number} is on node ${part.nodeId}`, { cause });
				logger.error(
					{ err: cause, captureId: capture.id, part: part.number, nodeId: part.nodeId, path: part.path },
					'a recording is made without a part: its node does not answer',
				);
			}
		}
		this.#waiting.delete(capture.id);
		return gathered;
	}

	/** Resolves when others have what this node has of captures that continue there, or after a while. */
	async leave(): Promise<void> {
		const { bus, database, nodeId, runId, logger } = this.#options;
		if (bus === undefined) return;
		let end = performance.now() + LEAVE_WITHIN;
		try {
			while (await partsAreAwaited(database.queries, nodeId, runId)) {
				if (this.#sending > 0) end = performance.now() + LEAVE_WITHIN;
				if (performance.now() > end || !bus.connected) throw new Error('no other node gets them');
				await sleep(LOOK);
			}
		} catch (error) {
			logger.warn(
				{ err: error },
				'recordings that continue on other nodes lack parts until this server is started again',
			);
		}
	}

	/** Collects nothing more. */
	close(): void {
		this.#closed.abort();
	}

	async #collect(capture: StoredCapture): Promise<void> {
		const { database, nodeId } = this.#options;
		const { signal } = this.#closed;
		while (!signal.aborted) {
			const now = await findCapture(database.queries, capture.id);
			// At its end they are gathered.
			if (now === undefined || now.nodeId !== nodeId || now.state === 'STOPPING') return;
			const remote = (await partsOf(database.queries, capture.id)).filter((part) => part.nodeId !== nodeId);
			const fetched = await Promise.allSettled(remote.map((part) => this.#fetch(capture, part)));
			if (fetched.every(({ status }) => status === 'fulfilled')) return;
			await sleep(RETRY, undefined, { signal, ref: false });
		}
	}

	/** Once for all who want it. */
	#fetch(capture: StoredCapture, part: CapturePart): Promise<CapturePart> {
		const key = `${capture.id}/${part.number}`;
		const known = this.#fetching.get(key);
		if (known !== undefined) return known;
		const fetching = this.#queue.then(() => this.#receive(capture, part)).finally(() => this.#fetching.delete(key));
		this.#queue = fetching.catch(() => {});
		this.#fetching.set(key, fetching);
		return fetching;
	}

	/** @returns the part as it is here, and written down as that */
	async #receive({ id, folder }: StoredCapture, { number, path, nodeId }: CapturePart): Promise<CapturePart> {
		const { bus, database, nodeId: own, disk, logger } = this.#options;
		const run = await newestRunOf(database.queries, nodeId);
		if (bus === undefined || run === undefined) throw new Error('its node is not running');
		const hasRoomFor = (bytes: number) => disk.hasRoomFor(bytes);
		await receivePart(folder, await bus.open(run, 'capture-part', { captureId: id, number }), hasRoomFor);
		const part = { number, path: join(folder, basename(path)), nodeId: own };
		if (!(await movePart(database.queries, id, nodeId, part)))
			throw new Error('the capture continues elsewhere by now');
		logger.info({ captureId: id, part: number, nodeId }, 'a part of a capture came from another node');
		await bus.request(run, 'forget-parts', { captureId: id }).catch((error: unknown) => {
			logger.warn({ err: error, captureId: id, nodeId }, 'another node keeps parts that nobody needs');
		});
		return part;
	}

	/** Only what is written down as a part of this node, wherever the other one says it is. */
	async #send({ captureId, number }: BusChannelHead<'capture-part'>, channel: BusChannel): Promise<void> {
		const { database, nodeId, settled } = this.#options;
		const parts = await partsOf(database.queries, captureId);
		const part = parts.find((each) => each.number === number && each.nodeId === nodeId);
		if (part === undefined) throw new Error('this node has no such part');
		await settled(captureId);
		this.#sending++;
		await sendPart(part.path, channel).finally(() => this.#sending--);
	}

	/** What others have by now, but for what continues here again. */
	async #forget(captureId: string): Promise<void> {
		const { database, nodeId, folder } = this.#options;
		const capture = await findCapture(database.queries, captureId);
		if (capture === undefined || capture.nodeId === nodeId) return;
		const parts = await partsOf(database.queries, captureId);
		if (parts.some((part) => part.nodeId === nodeId)) return;
		await rm(join(folder, capture.id), { recursive: true, force: true });
	}
}
