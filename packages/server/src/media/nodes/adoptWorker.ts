import childProcess from 'node:child_process';
import { EventEmitter } from 'node:events';
import { PassThrough, type Readable, Writable } from 'node:stream';
import type { MediaWorkerReady } from '@roomcast/contract';
import { createWorker, type types } from 'mediasoup';
import type { BusChannel } from '../../cluster/bus/BusChannel.ts';
import { leaveSignalsToUs } from '../startWorker.ts';

/**
 * A worker's process on another node, as mediasoup sees the one that it starts itself: its messages go through a channel
 * of the bus. When the channel ends, so has the process.
 */
class RemoteProcess extends EventEmitter {
	readonly pid: number;
	readonly stdout = new PassThrough();
	readonly stderr = new PassThrough();
	/** As mediasoup opens them: nothing to read, two outputs, its messages, the answers. */
	readonly stdio: readonly unknown[];

	constructor({ pid }: MediaWorkerReady, channel: BusChannel, answers: Readable) {
		super();
		this.pid = pid;
		const messages = new Writable({
			write(chunk, _encoding, done) {
				channel.send(chunk);
				done();
			},
			destroy(error, done) {
				channel.close();
				done(error);
			},
		});
		this.stdio = [null, this.stdout, this.stderr, messages, answers];
		channel.on('closed', () => {
			this.emit('exit', null, 'SIGKILL');
			this.emit('close', null, 'SIGKILL');
		});
	}
}

/**
 * A worker whose process runs on another node. It dies when the channel ends.
 *
 * @param ready what that node said of the process; nothing else may have come through the channel before
 * @param answers what comes from the process
 * @throws Error when the process does not answer
 */
export async function adoptWorker(
	ready: MediaWorkerReady,
	channel: BusChannel,
	answers: Readable,
): Promise<types.Worker> {
	const worker = await startingInstead(new RemoteProcess(ready, channel, answers), () => createWorker());
	leaveSignalsToUs(worker);
	return worker;
}

/**
 * Has a library that starts a process get another one. mediasoup starts its workers itself and cannot be handed one.
 *
 * @param start must have started the process when it returns
 */
function startingInstead<T>(process: RemoteProcess, start: () => T): T {
	const { spawn } = childProcess;
	Object.assign(childProcess, { spawn: () => process });
	try {
		return start();
	} finally {
		Object.assign(childProcess, { spawn });
	}
}
