import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import { pino } from 'pino';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { MediaPool } from './MediaPool.ts';
import { MediaRoom } from './MediaRoom.ts';
import { MediaWorker } from './MediaWorker.ts';

afterEach(() => {
	vi.restoreAllMocks();
});

/** A router as far as the pool looks at it. */
class FakeRouter {
	readonly rtpCapabilities = {
		headerExtensions: ['urn:3gpp:video-orientation', 'urn:ietf:params:rtp-hdrext:sdes:mid'].map((uri, index) => ({
			kind: 'video',
			uri,
			preferredId: index + 1,
		})),
	};
	readonly observer = new EventEmitter();
	readonly closed = false;
	once() {}
	createDirectTransport = async () => ({});
	createAudioLevelObserver = async () => new EventEmitter();

	close(): void {
		this.observer.emit('close');
	}
}

/** A worker whose program answers when it is asked, as the real one does, and can be told to refuse. */
class FakeProgram extends EventEmitter {
	readonly pid = 1;
	closed = false;
	refuses = false;

	async createRouter(): Promise<types.Router> {
		await new Promise((resolve) => setImmediate(resolve));
		if (this.refuses) throw new Error('refused');
		return new FakeRouter() as unknown as types.Router;
	}

	close(): void {
		this.closed = true;
	}
}

const logger = pino({ level: 'silent' });

async function poolOf(workers: number) {
	const programs: FakeProgram[] = [];
	vi.spyOn(MediaWorker, 'create').mockImplementation(async (site) => {
		const program = new FakeProgram();
		programs.push(program);
		return Reflect.construct(MediaWorker, [site, program, {}]);
	});
	const pool = await MediaPool.create({
		workers,
		firstPort: 1,
		listenIp: '127.0.0.1',
		announcedAddress: '127.0.0.1',
		workerBin: undefined,
		spreadFrom: 200,
		logger,
	});
	/** A room, and the worker that somebody is on who comes into it. */
	const open = async () => {
		const room = new MediaRoom(pool, logger);
		onTestFinished(() => room.close());
		const { router, settle } = await room.place();
		settle();
		return { room, worker: router.worker };
	};
	return { pool, programs, open };
}

it('offers clients everything but the orientation: they turn their pictures themselves', async () => {
	const { pool } = await poolOf(1);
	expect(pool.routerRtpCapabilities.headerExtensions?.map(({ uri }) => uri)).toEqual([
		'urn:ietf:params:rtp-hdrext:sdes:mid',
	]);
	pool.close();
});

/** How many of the rooms each port has. */
const spread = (rooms: readonly { worker: MediaWorker }[]) =>
	[1, 2, 3].map((port) => rooms.filter(({ worker }) => worker.port === port).length);

it('spreads rooms that are opened in one moment, before anybody sends', async () => {
	const { open } = await poolOf(3);
	const rooms = await Promise.all(Array.from({ length: 9 }, open));
	expect(spread(rooms)).toEqual([3, 3, 3]);
});

it('sends a room to where the fewest streams are, and counts no room that is closed', async () => {
	const { pool, open } = await poolOf(3);
	const rooms = await Promise.all(Array.from({ length: 3 }, open));
	const [first, second, third] = pool.workers;
	if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
	first.streams = 30;
	second.streams = 2;
	third.streams = 30;
	expect((await open()).worker).toBe(second);
	second.streams = 0;
	first.streams = 0;
	third.streams = 0;
	for (const { room } of rooms) room.close();
	await new Promise((resolve) => setImmediate(resolve));
	// The second one has the room that is left.
	expect(pool.workers.map(({ load }) => load > 0)).toEqual([false, true, false]);
});

it('counts no room that a worker refused', async () => {
	const { pool, programs, open } = await poolOf(1);
	const [program] = programs;
	if (program === undefined) throw new Error('there is one');
	program.refuses = true;
	await expect(open()).rejects.toThrow('refused');
	expect(pool.workers[0]?.load).toBe(0);
});
