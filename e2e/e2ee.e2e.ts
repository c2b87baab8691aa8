import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller, type CallerOptions } from './support/caller.ts';
import { moves } from './support/moves.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

/** What those send and receive who only look on. */
const NOTHING = { micEnabled: false, webcamEnabled: false };

let server: TestServer;
let red: TestBrowser;
let blue: TestBrowser;

beforeAll(async () => {
	[server, red, blue] = await Promise.all([
		sharedServer(),
		TestBrowser.launch({ colour: 'red', largeCamera: true }),
		TestBrowser.launch({ colour: 'blue' }),
	]);
});
afterAll(async () => {
	await Promise.all([red?.close(), blue?.close()]);
});

/** Whether a caller reported a state of a stream of somebody, as `ann video DecryptionFailed`. */
async function reports(caller: Caller, state: string): Promise<void> {
	await until(`${caller.id} reports ${state}`, async () => (await caller.run<string[]>('states')).includes(state));
}

/** Somebody whose picture is red. */
async function seesRed(caller: Caller, of: string): Promise<void> {
	await moves(caller, of);
	const { r, b } = await caller.colour(of);
	expect(r).toBeGreaterThan(150);
	expect(b).toBeLessThan(100);
}

async function hears(caller: Caller): Promise<void> {
	const before = await caller.audioEnergy();
	await until(`${caller.id} hears something`, async () => (await caller.audioEnergy()) > before);
}

/** Packets of sound that a caller sent so far. */
function packetsSent(caller: Caller): Promise<number> {
	return caller.run(`(async () => {
		for (const connection of connections)
			for (const report of (await connection.getStats()).values())
				if (report.type === 'outbound-rtp' && report.kind === 'audio') return report.packetsSent;
		return 0;
	})()`);
}

async function leave(...callers: Caller[]): Promise<void> {
	await Promise.all(callers.map((caller) => caller.run('meeting.leave()')));
}

describe('an end-to-end encrypted call', () => {
	/** Joins with a camera that is sent with a codec. */
	async function sender(codec: string, options: Omit<CallerOptions, 'participantId'>): Promise<Caller> {
		const ann = await Caller.join(red, server, { participantId: 'ann', meeting: { webcamEnabled: false }, ...options });
		await ann.run(`(async () => {
			const options = { codec: ${JSON.stringify(codec)}, encoderConfig: 'h360p_w640p' };
			await meeting.enableWebcam(await VideoSDK.createCameraVideoTrack(options));
		})()`);
		return ann;
	}

	it.each(['VP8', 'VP9', 'H264', 'AV1'])(
		'is seen and heard with %s by those with its key, and by nobody else',
		async (codec) => {
			const roomId = await server.room();
			const ann = await sender(codec, { roomId, e2eeKey: 'right' });
			const eve = await Caller.join(blue, server, { roomId, participantId: 'eve', e2eeKey: 'wrong', meeting: NOTHING });
			// Later than the first picture: it needs another whole one.
			const bob = await Caller.join(blue, server, { roomId, participantId: 'bob', e2eeKey: 'right', meeting: NOTHING });
			await seesRed(bob, 'ann');
			await hears(bob);
			const used = await bob.run<string>(
				`[...meeting.participants.get('ann').streams.values()].find((s) => s.kind === 'video').codec`,
			);
			expect(used.toUpperCase()).toContain(codec);
			expect(await bob.run('meeting.isE2EEEnabled')).toBe(true);
			await reports(eve, 'ann video DecryptionFailed');
			await reports(eve, 'ann audio DecryptionFailed');
			expect(await eve.frames('ann')).toBe(0);
			expect(await eve.audioEnergy()).toBe(0);
			await leave(ann, eve, bob);
		},
	);

	it('continues over a change of the key, and ends for those who do not get the new one', async () => {
		const roomId = await server.room();
		const ann = await sender('VP8', { roomId, e2eeKey: 'first' });
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob', e2eeKey: 'first', meeting: NOTHING });
		const eve = await Caller.join(blue, server, { roomId, participantId: 'eve', e2eeKey: 'first', meeting: NOTHING });
		await Promise.all([seesRed(bob, 'ann'), seesRed(eve, 'ann')]);
		// Not at the same moment: what is sent with the old key is still shown.
		await bob.run(`keys.setSharedKey('second')`);
		await moves(bob, 'ann');
		await ann.run(`keys.setSharedKey('second')`);
		await reports(eve, 'ann video DecryptionFailed');
		const seen = await eve.frames('ann');
		await moves(bob, 'ann', { more: 10 });
		await hears(bob);
		expect(await eve.frames('ann')).toBeLessThan(seen + 5);
		expect((await bob.run<string[]>('states')).filter((state) => state.endsWith('Failed'))).toEqual([]);
		await eve.run(`keys.setSharedKey('second')`);
		await seesRed(eve, 'ann');
		await leave(ann, bob, eve);
	});

	it('works in browsers with the older API, also with those of the newer', async () => {
		const roomId = await server.room();
		const ann = await sender('VP8', { roomId, e2eeKey: 'right', oldFrameApi: true });
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob', e2eeKey: 'right', oldFrameApi: true });
		const cat = await Caller.join(blue, server, { roomId, participantId: 'cat', e2eeKey: 'right', meeting: NOTHING });
		await Promise.all([seesRed(bob, 'ann'), seesRed(cat, 'ann'), moves(ann, 'bob')]);
		await hears(ann);
		await leave(ann, bob, cat);
	});

	it('sends few packets while somebody is silent', async () => {
		const roomId = await server.room();
		const ann = await Caller.join(red, server, { roomId, participantId: 'ann', e2eeKey: 'right', meeting: NOTHING });
		await ann.run(`(async () => {
			const sound = new AudioContext();
			const tone = new OscillatorNode(sound);
			globalThis.volume = new GainNode(sound, { gain: 0.5 });
			const out = sound.createMediaStreamDestination();
			tone.connect(volume).connect(out);
			tone.start();
			await sound.resume();
			await meeting.unmuteMic(out.stream);
		})()`);
		await until('a tone is sent', async () => (await packetsSent(ann)) > 20);
		await ann.run('(() => { volume.gain.value = 0; })()');
		const during = async (ms: number) => {
			const [from, before] = [performance.now(), await packetsSent(ann)];
			await new Promise((resolve) => setTimeout(resolve, ms));
			return (((await packetsSent(ann)) - before) * 1000) / (performance.now() - from);
		};
		// 50 a second with sound, and 50 with silence too if its frames were made longer.
		await until('few packets are sent', async () => (await during(1000)) < 15, 15_000);
		expect(await ann.run('[...meeting.localParticipant.streams.values()][0].kind')).toBe('audio');
		await leave(ann);
	});

	it('lets nobody in who does not encrypt, and nobody encrypt elsewhere', async () => {
		const roomId = await server.room();
		const ann = await Caller.join(red, server, { roomId, participantId: 'ann', e2eeKey: 'right', meeting: NOTHING });
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob', meeting: NOTHING, waitToJoin: true });
		const refusal = await bob.run(`meeting.join().then(() => null, ({ code, name }) => ({ code, name }))`);
		expect(refusal).toEqual({ code: 6090, name: 'E2EE_REQUIRED' });
		await leave(ann);
	});
});
