import { Readable } from 'node:stream';
import { MediaWorkerReady } from '@roomcast/contract';
import { lazyValidator } from '@roomcast/contract/lazyValidator';
import type { Bus } from '../../cluster/bus/Bus.ts';
import type { BusChannel } from '../../cluster/bus/BusChannel.ts';
import { MediaWorker } from '../MediaWorker.ts';
import { adoptWorker } from './adoptWorker.ts';
import { WORKER_VERSION } from './workerVersion.ts';

/** ms in which a worker on another node has to be there. */
const OPEN_WITHIN = 10_000;

const isReady = lazyValidator(MediaWorkerReady);

/** A worker of ours on another node. */
export interface OpenedWorker {
	readonly worker: MediaWorker;
	/** Tells that node how many streams it carries. */
	report(streams: number): void;
}

/**
 * Has another node start a worker for this one.
 *
 * @throws BusError, or Error when the node refuses or the worker does not start
 */
export async function openWorker(bus: Bus, nodeId: string, region: string | undefined): Promise<OpenedWorker> {
	const channel = await bus.open(nodeId, 'media-worker', { workerVersion: WORKER_VERSION });
	const late = setTimeout(() => channel.close(1001, 'it took too long'), OPEN_WITHIN);
	try {
		const answers = new Readable({ read() {} });
		const ready = await readyOf(channel, answers);
		const site = { ...ready, nodeId, region };
		const worker = await MediaWorker.create(site, () => adoptWorker(ready, channel, answers));
		return { worker, report: (streams) => channel.send(String(streams)) };
	} catch (error) {
		channel.close();
		throw error;
	} finally {
		clearTimeout(late);
	}
}

/** The first message of the node. Everything after it goes to `answers`. */
function readyOf(channel: BusChannel, answers: Readable): Promise<MediaWorkerReady> {
	return new Promise((resolve, reject) => {
		channel.on('message', (message, binary) => {
			if (binary) {
				answers.push(message);
				return;
			}
			const ready: unknown = JSON.parse(message.toString());
			if (isReady(ready)) resolve(ready as MediaWorkerReady);
			else reject(new Error('The node describes its media worker otherwise'));
		});
		channel.on('closed', (_code, reason) => reject(new Error(`The node has no media worker: ${reason}`)));
	});
}
