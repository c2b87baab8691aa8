import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { moves } from './support/moves.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

/** Hz. */
const TONE = 1000;

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

describe('two browsers through the SDK', () => {
	const seeAndHear = async (codec: string) => {
		const roomId = await server.room();
		const ann = await Caller.join(red, server, { roomId, participantId: 'ann', meeting: { webcamEnabled: false } });
		await ann.page.evaluate(async (wanted) => {
			const page = window as never as {
				VideoSDK: { createCameraVideoTrack(o: unknown): Promise<MediaStream> };
				meeting: { enableWebcam(t: MediaStream): Promise<void> };
			};
			await page.meeting.enableWebcam(
				await page.VideoSDK.createCameraVideoTrack({ codec: wanted, encoderConfig: 'h360p_w640p' }),
			);
		}, codec);
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob' });
		await moves(bob, 'ann');
		await moves(ann, 'bob');
		// The picture is the sender's: red here, blue there.
		const atBob = await bob.colour('ann');
		expect(atBob.r).toBeGreaterThan(150);
		expect(atBob.b).toBeLessThan(100);
		const atAnn = await ann.colour('bob');
		expect(atAnn.b).toBeGreaterThan(150);
		expect(atAnn.r).toBeLessThan(100);
		await until('both hear the beeps', async () => (await ann.audioEnergy()) > 0 && (await bob.audioEnergy()) > 0);
		const used = await bob.run<string>(
			`[...meeting.participants.get('ann').streams.values()].find((s) => s.kind === 'video').codec`,
		);
		expect(used.toUpperCase()).toContain(codec);
		await Promise.all([ann.run('meeting.leave()'), bob.run('meeting.leave()')]);
	};
	it.each(['VP8', 'AV1'])('see and hear each other with %s', seeAndHear);
	it.each(['VP9', 'H264'])('see and hear each other with %s', { tags: 'long' }, seeAndHear);

	it('get the layer that fits a tile, and nothing for one out of sight', async () => {
		const roomId = await server.room();
		await Caller.join(red, server, { roomId, participantId: 'ann' });
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob' });
		const tile = (width: number, height: number) =>
			bob.run(`meeting.participants.get('ann').setViewPort(${width}, ${height})`);
		const height = async () => (await bob.pictureSize('ann')).height;
		await moves(bob, 'ann');
		await tile(1280, 720);
		await until('a large tile is sharp', async () => (await height()) === 360, 30_000);
		await tile(160, 90);
		await until('a small tile gets the small layer', async () => (await height()) === 180);
		await tile(0, 0);
		await until('a tile out of sight stands still', async () => {
			const before = await bob.frames('ann');
			await new Promise((resolve) => setTimeout(resolve, 700));
			return (await bob.frames('ann')) === before;
		});
		await tile(1280, 720);
		await moves(bob, 'ann');
	});

	it('share a screen with its sound', async () => {
		const roomId = await server.room();
		const silent = { micEnabled: false, webcamEnabled: false };
		const ann = await Caller.join(red, server, { roomId, participantId: 'ann', meeting: silent });
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob', meeting: silent });
		await ann.page.evaluate(async (frequency) => {
			const canvas = document.createElement('canvas');
			const context = canvas.getContext('2d');
			let frame = 0;
			setInterval(() => context?.fillRect(frame++ % 300, 0, 10, 150), 50);
			const audio = new AudioContext();
			const output = audio.createMediaStreamDestination();
			const oscillator = new OscillatorNode(audio, { frequency });
			oscillator.connect(output);
			oscillator.start();
			const tracks = [...canvas.captureStream().getTracks(), ...output.stream.getTracks()];
			const page = window as never as { meeting: { enableScreenShare(stream: MediaStream): Promise<void> } };
			await page.meeting.enableScreenShare(new MediaStream(tracks));
		}, TONE);
		await until('bob sees the screen move', async () => (await bob.frames('ann', 'share')) > 5);
		await until('bob hears its sound', async () => Math.abs((await bob.loudest('shareAudio-ann')) - TONE) < 50);
		expect((await bob.events('presenter-changed')).map(({ args }) => args[0])).toEqual(['ann']);
		await ann.run('meeting.disableScreenShare()');
		const left = `[...meeting.participants.get('ann').streams.values()].map(({ kind }) => kind)`;
		await until('both are over', async () => (await bob.run<string[]>(left)).length === 0);
		expect((await bob.events('presenter-changed')).at(-1)?.args[0]).toBeNull();
	});

	it('switches to another room with its camera, and says there what of a screen is shared', async () => {
		const [here, there] = [await server.room(), await server.room()];
		const silent = { micEnabled: false, webcamEnabled: false };
		const bob = await Caller.join(blue, server, { roomId: there, participantId: 'bob', meeting: silent });
		const cleo = await Caller.join(blue, server, { roomId: here, participantId: 'cleo', meeting: silent });
		const ann = await Caller.join(red, server, { roomId: here, participantId: 'ann', meeting: { micEnabled: false } });
		await until('cleo sees ann', async () => (await cleo.frames('ann')) > 5);
		await ann.run(`meeting.switchTo({ meetingId: ${JSON.stringify(there)} })`);
		await until('bob sees ann', async () => (await bob.frames('ann')) > 5);
		await until('cleo does not', async () => (await cleo.events('participant-left')).length > 0);
		expect(await ann.run('[meeting.id, ...meeting.participants.keys()]')).toEqual([there, 'bob']);
		await ann.run('meeting.enableScreenShare()');
		const surfaces = (id: string) =>
			`[...meeting.participants.get('${id}').streams.values()].map(({ kind, displaySurface }) => [kind, displaySurface])`;
		const own = await ann.run<string[][]>(
			'[...meeting.localParticipant.streams.values()].map(({ kind, displaySurface }) => [kind, displaySurface])',
		);
		const shared = own.find(([kind]) => kind === 'share');
		expect(shared?.[1]).toMatch(/^(monitor|window|browser)$/);
		await until('bob knows what is shared', async () =>
			(await bob.run<string[][]>(surfaces('ann'))).some(
				([kind, surface]) => kind === 'share' && surface === shared?.[1],
			),
		);
	});

	it('replaces a participant who joins again with the same id and token; with another token the first one stays', {
		tags: 'long',
	}, async () => {
		const roomId = await server.room();
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob' });
		const ann = { roomId, participantId: 'ann', token: server.token() };
		const first = await Caller.join(red, server, ann);
		const other = Caller.join(red, server, { ...ann, token: server.token() });
		await expect(other).rejects.toThrow(/Somebody else has this participant id/);
		expect(await first.events('meeting-left')).toEqual([]);
		await Caller.join(red, server, ann);
		await until('the first one gets the event', async () => (await first.events('meeting-left')).length > 0);
		expect((await first.events('meeting-left'))[0]?.args[0]).toMatchObject({ code: 1011 });
		await moves(bob, 'ann');
		expect(await bob.others()).toEqual(['ann']);
	});

	it('mutes, unmutes, and switches the camera off and on', async () => {
		const roomId = await server.room();
		const ann = await Caller.join(red, server, { roomId, participantId: 'ann' });
		const bob = await Caller.join(blue, server, { roomId, participantId: 'bob' });
		await moves(bob, 'ann');
		await ann.run('meeting.muteMic()');
		await until('bob sees ann muted', () => bob.run(`meeting.participants.get('ann').micOn === false`));
		await ann.run('meeting.unmuteMic()');
		await until('bob sees ann unmuted', () => bob.run(`meeting.participants.get('ann').micOn === true`));
		await ann.run('meeting.disableWebcam()');
		await until('bob sees no camera', () => bob.run(`meeting.participants.get('ann').webcamOn === false`));
		await ann.run('meeting.enableWebcam()');
		await until('bob sees the camera', () => bob.run(`meeting.participants.get('ann').webcamOn === true`));
		await moves(bob, 'ann');
	});
});
