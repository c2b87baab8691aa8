import { TcpProxy } from '@roomcast/testing/net/TcpProxy';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { bundle, type Version } from './support/officialReact/bundle.ts';
import { ReactPage } from './support/officialReact/ReactPage.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

let server: TestServer;
let red: TestBrowser;
let blue: TestBrowser;

beforeAll(async () => {
	server = await sharedServer();
	[red, blue] = await Promise.all([TestBrowser.launch({ colour: 'red' }), TestBrowser.launch({ colour: 'blue' })]);
});
afterAll(async () => {
	await Promise.all([red?.close(), blue?.close()]);
});

/** Two people in a call; the signalling of the first can be cut. */
async function call(
	ofAnn: readonly [Version, 'esbuild' | 'vite'],
	ofBob: readonly [Version, 'esbuild' | 'vite'],
	onTestFinished: (end: () => Promise<void>) => void,
): Promise<[ann: ReactPage, bob: ReactPage, proxy: TcpProxy]> {
	const proxy = await TcpProxy.create(server.port);
	onTestFinished(() => proxy.close());
	const [meetingId, first, second] = await Promise.all([server.room(), bundle(...ofAnn), bundle(...ofBob)]);
	const cuttable = `http://127.0.0.1:${proxy.port}`;
	const [ann, bob] = await Promise.all([
		ReactPage.open(red, server, first, { meetingId, participantId: 'ann', signalingBaseUrl: cuttable }),
		ReactPage.open(blue, server, second, { meetingId, participantId: 'bob', signalingBaseUrl: server.url }),
	]);
	for (const one of [ann, bob]) {
		await one.page.getByRole('button', { name: 'Join' }).click();
		await one.shows('#joined', 'true');
	}
	return [ann, bob, proxy];
}

/** Both see and hear each other, and themselves. */
async function seeEachOther(ann: ReactPage, bob: ReactPage): Promise<void> {
	for (const one of [ann, bob])
		for (const id of ['ann', 'bob'])
			await one.shows(
				`#person-${id} figcaption`,
				`${id} ${one.id === id ? 'local' : 'remote'} mic true webcam true share false stream video`,
			);
	await Promise.all([ann.seesMoving('bob'), bob.seesMoving('ann'), ann.seesMoving('ann'), bob.seesMoving('bob')]);
}

/** Breaks the signalling of ann for three seconds. */
async function cut(ann: ReactPage, proxy: TcpProxy): Promise<void> {
	proxy.cut();
	await ann.shows('#joined', 'false');
	await new Promise((resolve) => setTimeout(resolve, 3000));
	proxy.restore();
	await ann.shows('#joined', 'true');
}

/** What every version does. */
async function everyVersion(ann: ReactPage, bob: ReactPage): Promise<void> {
	const events = (await bob.log()).map(({ event, args }) =>
		event === 'onMeetingStateChanged' ? (args[0] as { state: string }).state : event,
	);
	const order = ['onMeetingJoined', 'CONNECTED', 'onEntryResponded', 'onParticipantJoined'];
	expect(events.filter((event) => order.includes(event)).slice(0, 4)).toEqual(order);
	const [joined] = await bob.log('onMeetingJoined');
	// Two versions do not hand it on.
	if (joined?.args[0])
		expect(joined.args[0]).toMatchObject({ switchRoomId: null, peers: [{ id: 'ann' }], poll: null, messages: [] });
	expect((await bob.log('onEntryResponded'))[0]?.args).toEqual(['bob', 'allowed']);
	await seeEachOther(ann, bob);

	await bob.run(`app.chat.publish('hello', { persist: true })`);
	for (const one of [ann, bob]) await one.shows('ol', 'hello');
	await ann.gets('onMessageReceived', ({ message }: { message: string }) => message === 'hello');
	await ann.run(`app.store.setValue('red')`);
	await bob.gets('onValueChanged', ({ value }: { value: string }) => value === 'red');
	expect(await bob.run('app.store.getValue()')).toBe('red');

	await ann.run(`app['person-bob'].disableMic()`);
	await bob.shows('#mic', 'false');
	await ann.shows('#person-bob figcaption', 'mic false');
	await ann.run(`app['person-bob'].enableMic()`);
	await bob.gets('onMicRequested', ({ participantId }: { participantId: string }) => participantId === 'ann');
	await bob.run('app.meeting.toggleMic()');
	await ann.shows('#person-bob figcaption', 'mic true');

	const own = `app['person-bob'].webcamStream`;
	await bob.run(`window.before = ${own}`);
	await bob.run('app.meeting.getWebcams().then(([camera]) => app.meeting.changeWebcam(camera.deviceId))');
	await until('the own tile has another stream', () =>
		bob.run<boolean>(`${own} !== window.before && ${own}.track.readyState === 'live'`),
	);
	await Promise.all([bob.seesMoving('bob'), ann.seesMoving('bob')]);

	await bob.run(
		`app.meeting.enableScreenShare(Object.assign(document.createElement('canvas'), { width: 320, height: 180 }).captureStream(5))`,
	);
	await ann.gets('onPresenterChanged', (id: string) => id === 'bob');
	await ann.shows('#person-bob figcaption', 'share true');
	await bob.run('app.meeting.disableScreenShare()');
	await ann.gets('onPresenterChanged', (id: string | null) => id === null);
	await ann.run(`app['person-bob'].pin('CAM')`);
	await bob.gets('onPinStateChanged', ({ state }: { state: { cam: boolean } }) => state.cam);
	await ann.run(`app.meeting.pauseAllStreams('video')`);
	await ann.gets('onPausedAllStreams');
	await ann.run(`app.meeting.resumeAllStreams('video')`);
	await ann.gets('onResumedAllStreams');
	await bob.run(`app.meeting.send('over the data channel')`);
	await ann.gets('onData', ({ payload }: { payload: string }) => payload === 'over the data channel');
	// The fake microphones beep.
	await ann.gets('onSpeakerChanged', (id: string) => id === 'ann');
	await ann.shows('#main', 'bob');

	expect(
		await ann.run(
			`app.devices.getCameras().then((all) => all.length > 0 && all.every((one) => one instanceof app.sdk.CameraDeviceInfo && one instanceof app.sdk.DeviceInfo))`,
		),
	).toBe(true);
	expect(
		await ann.run(`app.devices.getMicrophones().then(([one]) => one instanceof app.sdk.MicrophoneDeviceInfo)`),
	).toBe(true);
	expect(await ann.run(`app.devices.checkPermissions().then((of) => [...of.keys()])`)).toEqual(['audio', 'video']);
	expect(await ann.run(`new app.sdk.ExternalE2EEKeyProvider().setSharedKey('secret')`)).toBeUndefined();
	expect(await ann.run(`app.sdk.Constants.permission.AUDIO`)).toBe('audio');
}

/** What has to hold after the signalling was cut. */
async function continues(ann: ReactPage, bob: ReactPage, proxy: TcpProxy): Promise<void> {
	const before = (await ann.log()).length;
	await cut(ann, proxy);
	await ann.gets('onMeetingJoined');
	const since = (await ann.log()).slice(before);
	const states = since.flatMap(({ event, args }) => {
		if (event === 'onMeetingJoined') return ['joined'];
		return event === 'onMeetingStateChanged' ? [(args[0] as { state: string }).state] : [];
	});
	expect(states).toEqual(['RECONNECTING', 'joined', 'CONNECTED']);
	expect(since.map(({ event }) => event)).not.toContain('onParticipantLeft');
	await bob.run(`app.chat.publish('again', { persist: true })`);
	await ann.shows('ol', /hello.*again/s);
	expect(await ann.page.locator('ol li').count()).toBe(2);
	await bob.run(`app.store.setValue('blue')`);
	await ann.gets('onValueChanged', ({ value }: { value: string }) => value === 'blue');
	await seeEachOther(ann, bob);
}

// Both wait most of the time.
describe.concurrent('an app on the official React SDK, in StrictMode', () => {
	it('1.1.1, bundled by esbuild and by Vite, holds a call', async ({ onTestFinished }) => {
		const [ann, bob, proxy] = await call(['1.1.1', 'esbuild'], ['1.1.1', 'vite'], onTestFinished);
		await everyVersion(ann, bob);
		await continues(ann, bob, proxy);
		for (const hook of [
			'whiteboard.startWhiteboard',
			'transcription.startTranscription',
			'translation.startTranslation',
		])
			expect(typeof (await ann.refusal(`app.${hook}({})`))).toBe('number');
		await bob.run('app.meeting.leave()');
		await bob.gets('onMeetingLeft');
		await bob.shows('#joined', 'false');
		await ann.gets('onParticipantLeft', (id: string) => id === 'bob');
		expect(await bob.refusal('app.meeting.leave()')).toBe(3035);
		// A test before the next call, and that call.
		const test = await bob.run<{
			connectivity: object;
			networkQuality: Record<string, never>;
			recommendedQuality: string;
		}>(
			`app.sdk.runPreCallTest({ token: new URLSearchParams(location.hash.slice(1)).get('token'), samplingDuration: 10000, onStatsChange: (stats) => { window.stats = stats; } })`,
		);
		expect(test).toMatchObject({
			aborted: false,
			camera: { status: true, codec: 'video/VP8', error: null },
			microphone: { status: true, codec: 'audio/opus', error: null },
			connectivity: { udp: true, tcp: true, turn: null },
			networkQuality: { audioOnly: false, uplink: { audio: {}, video: {} }, downlink: { audio: {}, video: {} } },
		});
		expect(await bob.run('window.stats.uplink.video.bitrate')).toBeGreaterThan(0);
		await bob.page.getByRole('button', { name: 'Join' }).click();
		await bob.shows('#joined', 'true');
		await seeEachOther(ann, bob);
		expect([...ann.faults, ...bob.faults]).toEqual([]);
	});

	it('0.13.5 and 0.8.2 hold a call', async ({ onTestFinished }) => {
		const [ann, bob, proxy] = await call(['0.13.5', 'esbuild'], ['0.8.2', 'vite'], onTestFinished);
		await everyVersion(ann, bob);
		await continues(ann, bob, proxy);
		const stats = await bob.run<{ downloadSpeed: number; uploadSpeed: number }>('app.sdk.getNetworkStats({})');
		expect(stats.downloadSpeed).toBeGreaterThan(0);
		expect(stats.uploadSpeed).toBeGreaterThan(0);
		expect([...ann.faults, ...bob.faults]).toEqual([]);
	});
});
