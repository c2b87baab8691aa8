import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import { stubCapture } from '../testing/browser.ts';
import { Refusal } from '../testing/FakeServer.ts';
import { FakeRoom } from '../testing/room.ts';
import type { Meeting } from './Meeting.ts';

setLevel('NONE');

let room: FakeRoom;
let meeting: Meeting;
let errors: string[];
/** Whether the server has us in the room; outside of it answers nothing but a join. */
let inside: boolean;
/** How many streams had been sent before the sleep. */
let before: number;

beforeEach(async () => {
	stubCapture();
	room = await FakeRoom.create();
	const { server } = room;
	for (const method of ['produce', 'connect-transport', 'restart-ice', 'restart-media', 'pause-producer'] as const) {
		const answer = server.handler(method) as (data: unknown) => never;
		server.on(method, (data) => {
			if (!inside) throw new Refusal(6020, 'NOT_JOINED');
			return answer(data);
		});
	}
	const join = server.handler('join');
	server.on('join', (data) => {
		inside = true;
		return join(data);
	});
	errors = [];
	before = 0;
	meeting = room.meeting({ micEnabled: true, webcamEnabled: true });
	meeting.on('error', (error) => errors.push(error.message));
	await meeting.join();
	await until(() => sent().length === 2);
	connect();
});

afterEach(async () => {
	await meeting.leave().catch(() => {});
	await room.server.close();
	expect(room.server.problems).toEqual([]);
	vi.unstubAllGlobals();
});

/** The streams that go out over transports that the server has. */
const sent = () =>
	room.server
		.requests('produce')
		.slice(before)
		.flatMap(({ data }) => (room.has(data.transportId) ? data.kind : []));

const connect = () => {
	for (const handler of room.handlers.slice(-2)) handler.setConnectionState('connected');
};

/** Both transports of before the sleep find out that nothing answers. */
const breakMedia = () => {
	for (const handler of room.handlers.slice(0, 2))
		for (const state of ['disconnected', 'failed'] as const) handler.setConnectionState(state);
};

/** The laptop wakes, and the server has given us up long ago. */
const wake = () => {
	inside = false;
	before = room.server.requests('produce').length;
	room.forgetSession(() => {
		throw new Refusal(6022, 'RESUME_FAILED');
	});
};

async function expectAllSent(): Promise<void> {
	await until(() => sent().length === 2);
	expect(sent().toSorted()).toEqual(['audio', 'video']);
	// Whatever else was on its way is over by now.
	await new Promise((resolve) => setTimeout(resolve, 400));
	expect(sent().toSorted()).toEqual(['audio', 'video']);
	expect([meeting.localParticipant.micOn, meeting.localParticipant.webcamOn]).toEqual([true, true]);
	expect(errors).toEqual([]);
	expect(meeting.state).toBe('CONNECTED');
}

describe('after a sleep that the server did not wait for, what was on is sent again', () => {
	/** Moments at which the old transports break. */
	const MOMENTS: Record<string, (happens: () => void) => void> = {
		'before the connection': (happens) => {
			room.server.on('restart-ice', () => 'no answer');
			happens();
		},
		'while the connection is brought back': (happens) => {
			meeting.on('meeting-state-changed', ({ state }) => state === 'RECONNECTING' && happens());
		},
		'while we join again': (happens) => {
			const join = room.server.handler('join');
			room.server.on('join', async (data) => {
				happens();
				await new Promise((resolve) => setTimeout(resolve, 60));
				return join(data);
			});
		},
		'while the answer to the join is on its way': (happens) => {
			const join = room.server.handler('join');
			room.server.on('join', async (data) => {
				const reply = await join(data);
				happens();
				await new Promise((resolve) => setTimeout(resolve, 60));
				return reply;
			});
		},
		'after we are in again': (happens) => {
			meeting.on('meeting-state-changed', ({ state }) => state === 'CONNECTED' && happens());
		},
	};

	for (const [moment, prepare] of Object.entries(MOMENTS)) {
		it(`when media breaks ${moment}`, async () => {
			prepare(breakMedia);
			wake();
			await expectAllSent();
		});
	}

	it('when the old session goes while the microphone is being muted', async () => {
		room.server.on('pause-producer', () => 'no answer');
		const muted = meeting.muteMic();
		await until(() => room.server.requests('pause-producer').length === 1);
		wake();
		await muted;
		await until(() => sent().length === 2);
		const again = room.server.requests('produce').slice(before);
		expect(again.map(({ data }) => [data.kind, data.paused])).toEqual([
			['audio', true],
			['video', false],
		]);
	});

	it('when the old session goes while a camera is on its way', async () => {
		await meeting.disableWebcam();
		const produce = room.server.handler('produce');
		room.server.on('produce', () => 'no answer');
		const enabled = meeting.enableWebcam();
		await until(() => room.server.requests('produce').length === 3);
		room.server.on('produce', produce);
		wake();
		await enabled;
		await expectAllSent();
	});
});

it('what is asked while we join again waits for it', async () => {
	const join = room.server.handler('join');
	let asked: Promise<unknown> | undefined;
	room.server.on('store-set', () => {
		if (!inside) throw new Refusal(6020, 'NOT_JOINED');
		return {};
	});
	room.server.on('join', async (data) => {
		asked = meeting.realtimeStore.setValue('key', 'value');
		await new Promise((resolve) => setTimeout(resolve, 60));
		return join(data);
	});
	wake();
	await until(() => asked !== undefined);
	await asked;
	expect(room.server.requests('store-set')).toHaveLength(1);
});

it('what the server cannot take because its media is gone is sent over the media that follows', async () => {
	await meeting.disableWebcam();
	const produce = room.server.handler('produce');
	room.server.on('produce', () => {
		throw new Refusal(6010, 'MEDIA_NOT_AVAILABLE');
	});
	const enabled = meeting.enableWebcam();
	await until(() => room.server.requests('produce').length >= 3);
	before = 3;
	room.server.on('produce', produce);
	await enabled;
	await expectAllSent();
});

it('a server that refuses the media of each round is asked less and less often', async () => {
	room.server.on('produce', () => {
		throw new Refusal(6010, 'MEDIA_NOT_AVAILABLE');
	});
	await meeting.disableWebcam();
	void meeting.enableWebcam().catch(() => {});
	await until(() => room.server.requests('restart-media').length >= 1);
	await new Promise((resolve) => setTimeout(resolve, 1000));
	expect(room.server.requests('restart-media').length).toBeLessThanOrEqual(3);
});
