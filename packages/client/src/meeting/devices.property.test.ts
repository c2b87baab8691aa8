import { until } from '@roomcast/testing/until';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import { fakeStream, stubCapture, unplug } from '../testing/browser.ts';
import { FakeRoom } from '../testing/room.ts';
import type { Meeting } from './Meeting.ts';

setLevel('NONE');

/** How many orders are tried. */
const RUNS = Number(process.env.ROOMCAST_TEST_ORDERS ?? 60);

type Devices = ReturnType<typeof stubCapture>;

/** What happens in an order: something that an app calls, or that a device, a person or the server does. */
interface World {
	readonly meeting: Meeting;
	readonly room: FakeRoom;
	readonly devices: Devices;
	/** Streams that the app brought. */
	readonly own: MediaStream[];
	/** Calls of the app; each settles in the end. */
	readonly calls: Promise<unknown>[];
}

const bring = ({ own }: World, kind: 'audio' | 'video') => {
	const stream = fakeStream(kind);
	own.push(stream);
	return stream;
};
const picked = <T>(of: readonly T[], index: number) => of[index % Math.max(1, of.length)];

const CALLS: Record<string, (world: World) => Promise<unknown>> = {
	enableWebcam: ({ meeting }) => meeting.enableWebcam(),
	'enableWebcam(own)': (world) => world.meeting.enableWebcam(bring(world, 'video')),
	disableWebcam: ({ meeting }) => meeting.disableWebcam(),
	changeWebcam: ({ meeting }) => meeting.changeWebcam('another'),
	'changeWebcam(own)': (world) => world.meeting.changeWebcam(bring(world, 'video')),
	unmuteMic: ({ meeting }) => meeting.unmuteMic(),
	'unmuteMic(own)': (world) => world.meeting.unmuteMic(bring(world, 'audio')),
	muteMic: ({ meeting }) => meeting.muteMic(),
	changeMic: ({ meeting }) => meeting.changeMic('another'),
	enableScreenShare: ({ meeting }) => meeting.enableScreenShare(),
	disableScreenShare: ({ meeting }) => meeting.disableScreenShare(),
	'localParticipant.enableWebcam': async ({ meeting }) => meeting.localParticipant.enableWebcam(),
};

const HAPPENINGS: Record<string, (world: World, index: number) => void> = {
	'a device opens': ({ devices }, index) => picked(devices.prompts, index)?.give(),
	'a device is refused': ({ devices }, index) => picked(devices.prompts, index)?.refuse(),
	'a device is busy': ({ devices }, index) =>
		picked(devices.prompts, index)?.refuse(new DOMException('Could not start', 'NotReadableError')),
	'a device is unplugged': ({ devices }, index) =>
		unplug(
			picked(
				devices.opened.filter(({ readyState }) => readyState === 'live'),
				index,
			),
		),
	"an app's track ends": ({ own }, index) => unplug(picked(own, index)?.getTracks()[0]),
	'media is made again': ({ room }) => void room.server.notify('media-reset', {}),
	'a moderator turns the camera off': ({ room }) =>
		void room.server.notify('media-disabled', { kind: 'webcam', disabledBy: 'ann' }),
	'a mode that receives': ({ room }) =>
		void room.server.notify('participant-mode-changed', { participantId: 'me', mode: 'RECV_ONLY' }),
	'a mode that sends': ({ room }) =>
		void room.server.notify('participant-mode-changed', { participantId: 'me', mode: 'SEND_AND_RECV' }),
	'the connection breaks': ({ room }) => room.server.cut(),
};

const ENDS: Record<string, (world: World) => void> = {
	leave: ({ meeting, calls }) => void calls.push(meeting.leave()),
	removal: ({ room }) => void room.server.notify('left', { reason: { code: 1002, message: 'REMOVE_PEER' } }),
	end: ({ room }) => void room.server.notify('left', { reason: { code: 1008, message: 'REMOVE_ALL' } }),
};

/** How long the next step lets pass. */
const PAUSES: Record<string, () => Promise<void>> = {
	none: async () => {},
	'a microtask': () => Promise.resolve(),
	'a turn': () => new Promise(setImmediate),
	'a message': () => new Promise((resolve) => setTimeout(resolve, 3)),
};

const step = fc.record({
	what: fc.oneof(
		{ weight: 5, arbitrary: fc.constantFrom(...Object.keys(CALLS)) },
		{ weight: 5, arbitrary: fc.constantFrom('a device opens', 'a device is refused', 'a device is unplugged') },
		{ weight: 3, arbitrary: fc.constantFrom(...Object.keys(HAPPENINGS)) },
	),
	index: fc.nat(5),
	pause: fc.constantFrom(...Object.keys(PAUSES)),
});
const order = fc.record({
	joinsWith: fc.record({ micEnabled: fc.boolean(), webcamEnabled: fc.boolean() }),
	waitsForJoin: fc.boolean(),
	steps: fc.array(step, { minLength: 1, maxLength: 14 }),
	end: fc.constantFrom(...Object.keys(ENDS)),
	late: fc.array(fc.constantFrom(...Object.keys(CALLS)), { maxLength: 3 }),
});

let devices: Devices;
let rooms: FakeRoom[];

beforeAll(() => {
	devices = stubCapture();
});
beforeEach(() => {
	rooms = [];
});
afterEach(async () => {
	await Promise.all(rooms.map(({ server }) => server.close()));
});
afterAll(() => {
	vi.unstubAllGlobals();
});

async function world(options: object): Promise<World & { told: string[] }> {
	const room = await FakeRoom.create();
	rooms.push(room);
	Object.assign(devices, { asks: true, opened: [], prompts: [] });
	const meeting = room.meeting({ micEnabled: false, webcamEnabled: false, ...options });
	const told: string[] = [];
	meeting.on('meeting-left', () => told.push('meeting-left'));
	meeting.on('error', ({ code }) => told.push(`error ${code}`));
	meeting.on('meeting-state-changed', ({ state }) => told.push(state));
	meeting.localParticipant.on('stream-enabled', ({ kind }) => told.push(`${kind} on`));
	meeting.localParticipant.on('stream-disabled', ({ kind }) => told.push(`${kind} off`));
	return { meeting, room, devices, own: [], calls: [], told };
}

async function play(of: World, steps: readonly { what: string; index: number; pause: string }[]): Promise<void> {
	for (const { what, index, pause } of steps) {
		const call = CALLS[what];
		if (call) of.calls.push(call(of).catch(() => {}));
		else HAPPENINGS[what]?.(of, index);
		await PAUSES[pause]?.();
	}
}

/** People answer in the end, whatever it is that they are asked. */
async function answerAll(of: World): Promise<void> {
	let settled = false;
	const all = Promise.allSettled(of.calls).then(() => {
		settled = true;
	});
	while (!settled || of.devices.prompts.length > 0) {
		for (const prompt of [...of.devices.prompts]) prompt.give();
		await Promise.race([all, new Promise(setImmediate)]);
	}
	await new Promise((resolve) => setTimeout(resolve, 10));
}

const live = () => devices.opened.filter(({ readyState }) => readyState === 'live');

describe('in every order of calls, devices, ends and leaves', () => {
	it('no device is open after the end, every call is settled, and no event follows', async () => {
		await fc.assert(
			fc.asyncProperty(order, async ({ joinsWith, waitsForJoin, steps, end, late }) => {
				const of = await world(joinsWith);
				const joined = of.meeting.join();
				of.calls.push(joined.catch(() => {}));
				if (waitsForJoin) await joined;
				await play(of, steps);
				ENDS[end]?.(of);
				for (const call of late) of.calls.push(CALLS[call]?.(of).catch(() => {}) ?? Promise.resolve());
				// A word of the server that is sent before the join is answered is not heard.
				if (end !== 'leave') {
					await joined.catch(() => {});
					for (let turn = 0; turn < 20 && of.meeting.state !== 'DISCONNECTED'; turn++) {
						if (turn % 5 === 4) ENDS[end]?.(of);
						await new Promise((resolve) => setTimeout(resolve, 20));
					}
					if (of.meeting.state !== 'DISCONNECTED') of.calls.push(of.meeting.leave());
				}
				await answerAll(of);
				expect(live()).toEqual([]);
				expect(of.meeting.localParticipant.streams.size).toBe(0);
				expect(of.told.indexOf('meeting-left')).toBe(of.told.length - 1);
			}),
			{ numRuns: RUNS, endOnFailure: process.env.ROOMCAST_TEST_SHRINK === undefined },
		);
	}, 300_000);

	it('what is on here is open and sent, and what is off is neither', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
				const of = await world({});
				await of.meeting.join();
				const answered = new Map<string, string>();
				const closed = new Set<string>();
				of.room.server.on('produce', ({ kind }) => {
					const producerId = `producer-${answered.size + 1}`;
					answered.set(producerId, kind);
					return { producerId };
				});
				of.room.server.on('close-producer', ({ producerId }) => {
					closed.add(producerId);
					return {};
				});
				// Media that is made again closes all that was sent over the old transports.
				const restart = of.room.server.handler('restart-media');
				of.room.server.on('restart-media', (data) => {
					for (const id of answered.keys()) closed.add(id);
					return restart?.(data) as never;
				});
				await play(of, steps);
				await until(() => of.meeting.state === 'CONNECTED');
				await answerAll(of);
				const kindsSent = () => [...answered].filter(([id]) => !closed.has(id)).map(([, kind]) => kind);
				const kindsOn = () => {
					const { micOn, webcamOn, screenShareOn } = of.meeting.localParticipant;
					return { video: webcamOn, audio: micOn, share: screenShareOn };
				};
				const open = () => new Set([...live(), ...of.own.flatMap((stream) => stream.getTracks())]);
				const agree = () => {
					const tracks = [...of.meeting.localParticipant.streams.values()];
					const on = kindsOn();
					return (
						tracks.every(({ track }) => track.readyState === 'live' && open().has(track)) &&
						(['video', 'share'] as const).every(
							(kind) =>
								tracks.some((stream) => stream.kind === kind) === on[kind] && kindsSent().includes(kind) === on[kind],
						) &&
						(!on.audio || kindsSent().includes('audio')) &&
						// A muted microphone stays open.
						live().every(
							(track) => tracks.some((stream) => stream.track === track) || (track.kind === 'audio' && !track.enabled),
						)
					);
				};
				await until(() => {
					for (const prompt of [...of.devices.prompts]) prompt.give();
					return agree();
				});
				await of.meeting.leave();
				expect(live()).toEqual([]);
			}),
			{ numRuns: RUNS, endOnFailure: process.env.ROOMCAST_TEST_SHRINK === undefined },
		);
	}, 300_000);
});
