import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CreateRoomBody } from '@roomcast/contract';
import { freePort } from '@roomcast/testing/net/ports';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';
import { UNLIMITED } from './support/unlimited.ts';

/** Pairs of a start and an end; `ROOMCAST_TEST_CAPTURE_ROUNDS=200` takes five minutes. */
const ROUNDS = Number(process.env.ROOMCAST_TEST_CAPTURE_ROUNDS ?? 20);
/** ms, of a machine that is busy. */
const SOON = 15_000;
/** A prime, so that the rounds go through all pairs of a start and an end. */
const DELAYS = [0, 1, 2, 3, 4, 25, 300];

vi.setConfig({ testTimeout: 60_000 + ROUNDS * 20_000, hookTimeout: 60_000 });

let server: TestServer;
/** Takes connections and says nothing. */
let mute: Server;
let rtmpUrl: string;
beforeAll(async () => {
	mute = createServer((socket) => socket.on('error', () => {}));
	const port = await freePort();
	await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve));
	rtmpUrl = `rtmp://127.0.0.1:${port}/live`;
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true', ...UNLIMITED });
});
afterAll(async () => {
	await server.close();
	mute.close();
});

interface Call {
	readonly roomId: string;
	readonly sessionId: string;
	/** Who is recorded. */
	readonly ann: SignallingClient;
}

const low = { layout: { type: 'GRID' }, quality: 'low' } as const;
/** What can be started, and where it is listed. */
const STARTS = {
	recording: {
		list: '/v2/recordings',
		start: ({ roomId }: Call) => server.post('/v2/recordings/start', { roomId, config: low }),
	},
	'participant recording': {
		list: '/v2/recordings/participant',
		start: ({ roomId }: Call) =>
			server.post('/v2/recordings/participant/start', { roomId, participantId: 'ann', fileFormat: 'mp4' }),
	},
	'track recording': {
		list: '/v2/recordings/participant/track',
		start: ({ roomId }: Call) =>
			server.post('/v2/recordings/participant/track/start', { roomId, participantId: 'ann', kind: 'audio' }),
	},
	'HLS stream': {
		list: '/v2/hls',
		start: ({ roomId }: Call) =>
			server.post('/v2/hls/start', { roomId, config: { ...low, recording: { enabled: true } } }),
	},
	livestream: {
		list: '/v2/livestreams',
		start: ({ roomId }: Call) =>
			server.post('/v2/livestreams/start', { roomId, outputs: [{ url: rtmpUrl, streamKey: 'key' }], config: low }),
	},
};

const ENDS = {
	'the session ends': ({ roomId, sessionId }: Call) => server.post('/v2/sessions/end', { roomId, sessionId }),
	'the room is deactivated': ({ roomId }: Call) => server.post('/v2/rooms/deactivate', { roomId }),
	'the participant leaves': async ({ ann }: Call) => ann.request('leave', {}).catch(() => {}),
};

async function call(settings: CreateRoomBody = {}): Promise<Call> {
	const room = await server.room(settings);
	const { roomId } = room;
	const { client: ann, joined } = await server.joinSilently(roomId, 'ann');
	return { roomId, sessionId: joined.sessionId, ann };
}

/** Every capture of a room, whatever it is, with its state. */
async function capturesOf(roomId: string): Promise<{ id: string; status: string; error: string | null }[]> {
	const pages = await Promise.all(
		Object.values(STARTS).map(({ list }) => server.call(`${list}?roomId=${roomId}&perPage=50`)),
	);
	return pages.flatMap(({ body }) => body.data);
}

/** Resolves when nothing of a room is captured any more. */
async function over(roomId: string, round: string): Promise<number> {
	const began = performance.now();
	await vi.waitFor(
		async () => {
			const open = (await capturesOf(roomId)).filter(({ status }) => !['STOPPED', 'FAILED'].includes(status));
			expect(open, round).toEqual([]);
		},
		{ timeout: SOON, interval: 50 },
	);
	const lasted = performance.now() - began;
	for (const { id, status, error } of await capturesOf(roomId))
		expect(status === 'STOPPED' || error, `${round}: ${id} has failed, and says why`).toBeTruthy();
	return lasted;
}

/** Nothing is left, and it did not take the safety net. */
async function nothingLeft(): Promise<void> {
	await vi.waitFor(async () => expect(await childrenOf(process.pid, 'packages/composer/')).toEqual([]), {
		timeout: SOON,
		interval: 100,
	});
	const { body } = await server.call('/metrics', { token: null });
	expect(body).toMatch(/^roomcast_captures_without_session_total 0$/m);
}

it(`what starts while its room ends is over with it (${ROUNDS} rounds)`, async () => {
	const starts = Object.entries(STARTS);
	const ends = Object.entries(ENDS);
	const left: string[] = [];
	let slowest = 0;
	for (let round = 0; round < ROUNDS; round++) {
		const [kind, { start }] = starts[round % starts.length] as (typeof starts)[number];
		const [how, end] = ends[round % ends.length] as (typeof ends)[number];
		const delay = DELAYS[round % DELAYS.length] as number;
		const endsFirst = round % 4 === 3;
		const about = `round ${round}: ${kind}, and ${how} ${endsFirst ? `${delay} ms before` : `${delay} ms later`}`;
		const now = await call();
		const first = endsFirst ? end(now) : start(now);
		if (delay > 0) await sleep(delay);
		const second = endsFirst ? start(now) : end(now);
		await Promise.all([first, second]);
		try {
			slowest = Math.max(slowest, await over(now.roomId, about));
		} catch (error) {
			left.push(`${about}: ${(error as Error).message}`);
		}
		now.ann.close();
	}
	expect(left).toEqual([]);
	await nothingLeft();
	if (process.env.ROOMCAST_TEST_CAPTURE_ROUNDS !== undefined)
		console.info(`${ROUNDS} rounds; the slowest capture was over ${Math.round(slowest)} ms after both answers`);
});

it('what starts with a session is over with it, too', async () => {
	const autoStartConfig = { recording: { config: low }, hls: { config: low } };
	for (const delay of [0, 1, 3, 30, 300]) {
		const now = await call({ autoStartConfig });
		if (delay > 0) await sleep(delay);
		await ENDS['the session ends'](now);
		await over(now.roomId, `${delay} ms after the join`);
		now.ann.close();
	}
	await nothingLeft();
});
