import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLevel } from '../log/logger.ts';
import { fakeStream, stubCapture, unplug } from '../testing/browser.ts';
import { Refusal } from '../testing/FakeServer.ts';
import { FakeRoom } from '../testing/room.ts';
import type { Meeting } from './Meeting.ts';
import type { MeetingOptions } from './options.ts';

setLevel('NONE');

let room: FakeRoom;
let meeting: Meeting;
let devices: ReturnType<typeof stubCapture>;
/** What the meeting told, in order. */
let told: string[];

beforeEach(async () => {
	devices = stubCapture();
	room = await FakeRoom.create();
});

afterEach(async () => {
	await meeting?.leave().catch(() => {});
	await room.server.close();
	vi.unstubAllGlobals();
});

function init(options: Partial<MeetingOptions> = {}): Meeting {
	meeting = room.meeting({ micEnabled: false, webcamEnabled: false, ...options });
	told = [];
	meeting.on('meeting-joined', () => told.push('meeting-joined'));
	meeting.on('meeting-left', ({ code }) => told.push(`meeting-left ${code}`));
	meeting.on('meeting-state-changed', ({ state }) => told.push(state));
	meeting.on('error', ({ code }) => told.push(`error ${code}`));
	meeting.localParticipant.on('stream-enabled', ({ kind }) => told.push(`${kind} on`));
	meeting.localParticipant.on('stream-disabled', ({ kind }) => told.push(`${kind} off`));
	return meeting;
}

const live = () => devices.opened.filter(({ readyState }) => readyState === 'live');
const sent = (kind: string) => room.server.requests('produce').filter(({ data }) => data.kind === kind).length;

/** What opens a device, and what has to be on before. */
const OPENINGS: Record<string, { on?: Partial<MeetingOptions>; open(): Promise<void> }> = {
	enableWebcam: { open: () => meeting.enableWebcam() },
	unmuteMic: { open: () => meeting.unmuteMic() },
	enableScreenShare: { open: () => meeting.enableScreenShare() },
	changeWebcam: { on: { webcamEnabled: true }, open: () => meeting.changeWebcam('another') },
	changeMic: { on: { micEnabled: true }, open: () => meeting.changeMic('another') },
	'localParticipant.enableWebcam': { open: async () => meeting.localParticipant.enableWebcam() },
};

/** What makes it unwanted, and the error that says so. */
const ENDINGS: Record<string, { code: number; end(): Promise<void> | void }> = {
	'leave()': { code: 3056, end: () => void meeting.leave() },
	removal: {
		code: 3056,
		end: () => void room.server.notify('left', { reason: { code: 1002, message: 'REMOVE_PEER' } }),
	},
	'end() by the host': {
		code: 3056,
		end: () => void room.server.notify('left', { reason: { code: 1008, message: 'REMOVE_ALL' } }),
	},
	'a mode that does not send': {
		code: 3066,
		end: () => void room.server.notify('participant-mode-changed', { participantId: 'me', mode: 'RECV_ONLY' }),
	},
};

const combinations = Object.keys(OPENINGS).flatMap((opening) => Object.keys(ENDINGS).map((end) => [opening, end]));

describe('a device that opens after it is no longer wanted', () => {
	it.each(combinations)(
		'%s, then %s: rejects at once, and stops what still opens',
		async (opening = '', ending = '') => {
			const { on = {}, open } = OPENINGS[opening] as (typeof OPENINGS)[string];
			const { code, end } = ENDINGS[ending] as (typeof ENDINGS)[string];
			await init(on).join();
			await until(() => room.server.requests('produce').length === Object.keys(on).length);
			devices.asks = true;
			const opened = open().then(
				() => 'resolved',
				(error) => error.code,
			);
			await until(() => devices.prompts.length === 1);
			await end();
			expect(await opened).toBe(code);
			const prompt = devices.prompts[0];
			const [before, toldBefore] = [devices.opened.length, [...told]];
			prompt?.give();
			await until(() => devices.opened.length > before);
			await until(() => live().length === 0);
			if (code === 3056) {
				await until(() => told.some((line) => line.startsWith('meeting-left')));
				expect(told.at(-1)).toMatch(/^meeting-left/);
				expect(told.filter((line) => !toldBefore.includes(line))).not.toContain('video on');
			}
		},
	);

	it.each([
		['camera', 'webcamEnabled'],
		['microphone', 'micEnabled'],
	] as const)('the %s that takes the place of an unplugged one', async (_, option) => {
		await init({ [option]: true }).join();
		await until(() => room.server.requests('produce').length === 1);
		devices.asks = true;
		unplug(devices.opened[0]);
		await until(() => devices.prompts.length === 1);
		await meeting.leave();
		devices.prompts[0]?.give();
		await until(() => devices.opened.length === 2 && live().length === 0);
		expect(told.at(-1)).toBe('meeting-left 1101');
	});

	it('the camera and the microphone of a join', async () => {
		devices.asks = true;
		const joined = init({ micEnabled: true, webcamEnabled: true }).join();
		await until(() => devices.prompts.length === 2);
		await joined;
		await meeting.leave();
		for (const prompt of [...devices.prompts]) prompt.give();
		await until(() => devices.opened.length === 2 && live().length === 0);
		expect(told.at(-1)).toBe('meeting-left 1101');
	});

	it('is turned off again while it opens: on rejects, off resolves, and it can be turned on again', async () => {
		await init().join();
		devices.asks = true;
		for (const { on, off, name } of [
			{ on: () => meeting.enableWebcam(), off: () => meeting.disableWebcam(), name: 'video on' },
			{ on: () => meeting.unmuteMic(), off: () => meeting.muteMic(), name: 'audio on' },
			{ on: () => meeting.enableScreenShare(), off: () => meeting.disableScreenShare(), name: 'share on' },
		]) {
			const rejected = expect(on()).rejects.toMatchObject({ code: 3056 });
			await until(() => devices.prompts.length === 1);
			await off();
			await rejected;
			await expect(off()).rejects.toMatchObject({ code: 3054 });
			devices.prompts[0]?.give();
			await until(() => live().length === 0);
			expect(told).not.toContain(name);
			const again = on();
			await until(() => devices.prompts.length === 1);
			devices.prompts[0]?.give();
			await again;
			expect(told).toContain(name);
			await off();
			for (const track of live()) expect(track.enabled).toBe(false);
			for (const track of live()) track.stop();
		}
	});

	it('is not opened at all for a question that is answered after the end', async () => {
		await init().join();
		const requests: { accept(): Promise<void> }[] = [];
		meeting.on('webcam-requested', (request) => requests.push(request));
		room.server.notify('media-requested', { kind: 'webcam', requestedBy: 'ann' });
		await until(() => requests.length === 1);
		await meeting.leave();
		await expect(requests[0]?.accept()).rejects.toMatchObject({ code: 3056 });
		await expect(meeting.localParticipant.enableWebcam()).rejects.toMatchObject({ code: 3056 });
		expect(devices.opened).toEqual([]);
	});

	it('stays off in 40 plain loops of join and leave', async () => {
		devices.asks = true;
		const answering = setInterval(() => devices.prompts[0]?.give(), 15);
		for (let loop = 0; loop < 40; loop++) {
			const joined = init({ micEnabled: true, webcamEnabled: true })
				.join()
				.catch(() => {});
			// At every moment of a join, and right after it.
			if (loop % 4 > 0) await joined;
			for (let turn = 0; turn < loop; turn++) await new Promise(setImmediate);
			await meeting.leave();
			await joined;
		}
		await until(() => devices.prompts.length === 0);
		clearInterval(answering);
		await until(() => live().length === 0);
	});
});

describe('a device that ends while media is made again', () => {
	it('is replaced, and the replacement is sent: on here means on there', async () => {
		await init({ webcamEnabled: true }).join();
		await until(() => sent('video') === 1);
		devices.asks = true;
		room.server.notify('media-reset', {});
		unplug(devices.opened[0]);
		await until(() => room.server.requests('restart-media').length === 1 && devices.prompts.length === 1);
		// New transports are there before the new camera is.
		await new Promise((resolve) => setTimeout(resolve, 50));
		devices.prompts[0]?.give();
		await until(() => sent('video') === 2);
		expect(meeting.localParticipant.webcamOn).toBe(true);
		expect([...meeting.localParticipant.streams.values()].map(({ track }) => track)).toEqual(live());
		expect(live()).toHaveLength(1);
	});

	it('is off, and says so, when nothing takes its place', async () => {
		await init({ micEnabled: true, webcamEnabled: true }).join();
		await until(() => sent('video') + sent('audio') === 2);
		devices.asks = true;
		room.server.notify('media-reset', {});
		for (const track of devices.opened) unplug(track);
		await until(() => room.server.requests('restart-media').length === 1 && devices.prompts.length === 2);
		for (const prompt of [...devices.prompts]) prompt.refuse();
		await until(() => told.includes('error 3017') && told.includes('error 3018'));
		expect([meeting.localParticipant.micOn, meeting.localParticipant.webcamOn]).toEqual([false, false]);
		expect(meeting.localParticipant.streams.size).toBe(0);
		expect(live()).toEqual([]);
	});

	it('is off when its app stopped it without a word', async () => {
		const own = fakeStream('video');
		await init({ customCameraVideoTrack: own, webcamEnabled: true }).join();
		await until(() => sent('video') === 1);
		own.getTracks()[0]?.stop();
		room.server.notify('media-reset', {});
		await until(() => told.includes('error 3031'));
		expect(meeting.localParticipant.webcamOn).toBe(false);
		await meeting.enableWebcam();
		expect(live()).toHaveLength(1);
	});
});

describe("an app's own track that ends", () => {
	it.each([
		['camera', 'video', 3031],
		['microphone', 'audio', 3032],
	] as const)('leaves the %s off: no device takes its place', async (_, kind, code) => {
		await init().join();
		const own = fakeStream(kind);
		if (kind === 'video') await meeting.enableWebcam(own);
		else await meeting.unmuteMic(own);
		unplug(own.getTracks()[0]);
		await until(() => told.includes(`error ${code}`));
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(devices.opened).toEqual([]);
		const { micOn, webcamOn } = meeting.localParticipant;
		expect([micOn, webcamOn]).toEqual([false, false]);
		await until(() => room.server.requests('close-producer').length === 1);
	});

	it('leaves it off also when it took the place of a device', async () => {
		await init({ webcamEnabled: true }).join();
		await until(() => sent('video') === 1);
		const own = fakeStream('video');
		await meeting.changeWebcam(own);
		unplug(own.getTracks()[0]);
		await until(() => told.includes('error 3031'));
		expect(meeting.localParticipant.webcamOn).toBe(false);
		expect(live()).toEqual([]);
	});

	it('is replaced by a device when it is one: the SDK opened it for the app', async () => {
		const { captureCamera } = await import('../devices/capture.ts');
		await init().join();
		await meeting.enableWebcam(await captureCamera());
		unplug(devices.opened[0]);
		await until(() => devices.opened.length === 2 && told.includes('error 3027'));
		await until(() => [...meeting.localParticipant.streams.values()][0]?.track === devices.opened[1]);
	});
});

describe('a camera that cannot run beside another', () => {
	const busy = () => new DOMException('Could not start video source', 'NotReadableError');

	it('is changed after it was stopped, and runs again when the other one does not open', async () => {
		await init({ webcamEnabled: true }).join();
		await until(() => sent('video') === 1);
		devices.asks = true;
		const changed = expect(meeting.changeWebcam('another')).rejects.toMatchObject({ code: 3023 });
		for (let refusals = 0; refusals < 2; refusals++) {
			await until(() => devices.prompts.length === 1);
			devices.prompts[0]?.refuse(busy());
		}
		await until(() => devices.prompts.length === 1);
		devices.prompts[0]?.give();
		await changed;
		expect(meeting.localParticipant.webcamOn).toBe(true);
		expect([...meeting.localParticipant.streams.values()].map(({ track }) => track)).toEqual(live());
	});

	it('is off when neither of them opens', async () => {
		await init({ webcamEnabled: true }).join();
		await until(() => sent('video') === 1);
		devices.video = busy();
		await expect(meeting.changeWebcam('another')).rejects.toMatchObject({ code: 3023 });
		expect(meeting.localParticipant.webcamOn).toBe(false);
		expect(told.at(-1)).toBe('video off');
	});
});

describe('leaving while the server lets us in', () => {
	it('ends the join there too', async () => {
		room.server.on('join', () => 'no answer');
		const joined = expect(init().join()).rejects.toMatchObject({ code: 3056 });
		await until(() => room.server.requests('join').length === 1);
		await meeting.leave();
		await joined;
		await until(() => room.server.requests('leave').length === 1);
	});

	it('ends what a listener of `meeting-joined` does not want, and reports nothing after', async () => {
		init();
		meeting.on('meeting-joined', () => void meeting.leave());
		await expect(meeting.join()).rejects.toMatchObject({ code: 3056 });
		await until(() => room.server.requests('leave').length === 1);
		expect(told).toEqual(['CONNECTING', 'meeting-joined', 'DISCONNECTED', 'meeting-left 1101']);
	});

	it('ends a session that is being resumed', async () => {
		await init().join();
		room.server.on('resume', () => 'no answer');
		room.server.cut();
		await until(() => room.server.requests('resume').length === 1);
		await meeting.leave();
		await until(() => room.server.requests('leave').length === 1);
	});

	it('ends one that is being joined again', async () => {
		await init().join();
		room.server.on('join', () => 'no answer');
		room.forgetSession(() => {
			throw new Refusal(6022, 'RESUME_FAILED');
		});
		await until(() => room.server.requests('join').length === 2);
		await meeting.leave();
		await until(() => room.server.requests('leave').length === 1);
	});
});

describe('a page in the back/forward cache', () => {
	let page: EventTarget;
	beforeEach(() => {
		page = new EventTarget();
		vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
		vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
	});

	it('leaves when it goes, and says so when it is back', async () => {
		await init({ webcamEnabled: true }).join();
		await until(() => sent('video') === 1);
		page.dispatchEvent(new Event('pagehide'));
		await until(() => room.server.requests('leave').length === 1);
		expect(live()).toEqual([]);
		page.dispatchEvent(new Event('pageshow'));
		expect(told.slice(-2)).toEqual(['DISCONNECTED', 'meeting-left 1101']);
		expect(meeting.state).toBe('DISCONNECTED');
		await expect(meeting.muteMic()).rejects.toMatchObject({ code: 3056 });
	});

	it('leaves while it joins, and says so when it is back', async () => {
		room.server.on('join', () => 'no answer');
		const joined = expect(init({ webcamEnabled: true }).join()).rejects.toMatchObject({ code: 3056 });
		await until(() => room.server.requests('join').length === 1);
		page.dispatchEvent(new Event('pagehide'));
		await joined;
		await until(() => room.server.requests('leave').length === 1 && live().length === 0);
		page.dispatchEvent(new Event('pageshow'));
		expect(told).toEqual(['CONNECTING', 'DISCONNECTED', 'meeting-left 1101']);
	});

	it('hears nothing of a page that is only loaded', async () => {
		await init().join();
		page.dispatchEvent(new Event('pageshow'));
		expect(meeting.state).toBe('CONNECTED');
	});
});
