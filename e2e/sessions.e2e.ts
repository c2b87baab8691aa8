import { Receiver } from '@roomcast/testing/net/Receiver';
import { until } from '@roomcast/testing/until';
import { VideoSDK } from '@videosdk.live/server-sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { KEY, TestServer } from './support/server.ts';

/** How precisely the server dates what browsers do, in ms. */
const TOLERANCE = 1000;
/** One measurement, its writing, and the slowness of a machine that runs two browsers beside it, in ms. */
const MEASURED_WITHIN = 40_000;

interface Span {
	readonly start: string;
	readonly end: string | null;
}

let server: TestServer;
let receiver: Receiver;
let browser: TestBrowser;
let sdk: VideoSDK;

beforeAll(async () => {
	[server, receiver, browser] = await Promise.all([
		TestServer.start({ env: { ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' } }),
		Receiver.create(),
		TestBrowser.launch({ colour: 'red' }),
	]);
	sdk = new VideoSDK({ apiKey: KEY.id, secret: KEY.secret, apiEndpoint: server.url });
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
	await receiver?.close();
});

/** When something was done, as precisely as the test knows it; epoch ms. */
interface Moment {
	readonly from: number;
	readonly to: number;
}

async function timed<T>(work: Promise<T>): Promise<Moment & { readonly result: T }> {
	const from = Date.now();
	const result = await work;
	return { from, to: Date.now(), result };
}

/** Whether the server dates it right. */
function isAt({ from, to }: Moment, text: string | null | undefined): void {
	const at = Date.parse(text ?? '');
	expect(at).toBeGreaterThanOrEqual(from - TOLERANCE);
	expect(at).toBeLessThanOrEqual(to + TOLERANCE);
}

it('the official server SDK reports what the browsers did in a call', async () => {
	const roomId = await server.room({ webhook: { endPoint: receiver.url, events: ['*'] } });
	const ann = await timed(Caller.join(browser, server, { roomId, participantId: 'ann' }));
	const bob = await timed(Caller.join(browser, server, { roomId, participantId: 'bob' }));
	const muted = await timed(ann.result.run('meeting.muteMic()'));
	const unmuted = await timed(ann.result.run('meeting.unmuteMic()'));

	const live = await sdk.sessions.list({ roomId, status: 'ongoing' });
	expect(live.data).toHaveLength(1);
	const sessionId = live.data[0]?.id ?? '';
	const active = (await sdk.participants.list(roomId)).data;
	expect(active.map(({ participantId }) => participantId)).toEqual(['ann', 'bob']);
	expect((await sdk.sessions.listActiveParticipants(sessionId)).data).toHaveLength(2);
	expect((await sdk.participants.get(roomId, 'bob')).timelog).toMatchObject([{ end: null }]);
	expect(active[0]?.deviceInfo).toMatchObject({
		sdkType: '@roomcast/client',
		platform: 'desktop',
		browserUserAgent: { browser: { name: 'Chrome' } },
	});

	// Both send and receive all the time, so that there is something to measure.
	await until(
		'both were measured',
		async () => {
			for (const id of ['ann', 'bob']) {
				const { stats } = (await sdk.sessions.getParticipantStats(sessionId, id)) as {
					stats: Record<string, number>[];
				};
				if (!stats.some((sample) => (sample.averageRecvVideoBitrate ?? 0) > 0)) return false;
			}
			return true;
		},
		MEASURED_WITHIN,
	);
	const quality = (await sdk.sessions.getParticipantStats(sessionId, 'bob')) as {
		stats: Record<string, number>[];
		resolutionUsage: Record<string, number>[];
	};
	expect(quality).toMatchObject({ sessionId, meetingId: roomId, participantId: 'bob', participantName: 'bob' });
	const sample = quality.stats.at(-1);
	expect(sample).toMatchObject({ qualityScore: { audio: expect.any(Number), video: expect.any(Number) } });
	// Opus, and a camera that shows one colour and needs hardly any bits.
	expect(sample?.averageRecvAudioBitrate).toBeGreaterThan(5_000);
	expect(sample?.averageRecvAudioBitrate).toBeLessThan(200_000);
	expect(sample?.averageSendVideoBitrate).toBeGreaterThan(1000);
	const scores = sample?.qualityScore as unknown as { audio: number; video: number } | undefined;
	for (const score of [scores?.audio, scores?.video]) {
		expect(score).toBeGreaterThanOrEqual(1);
		expect(score).toBeLessThanOrEqual(5);
	}
	const usage = quality.resolutionUsage.at(-1) ?? {};
	expect(['180', '360', '720', '1080'].reduce((sum, height) => sum + (usage[height] ?? 0), 0)).toBe(1);
	const whole = (await sdk.sessions.getStats(sessionId)) as { stats: unknown[] };
	expect(whole.stats.length).toBeGreaterThanOrEqual(1);

	const cleo = await timed(Caller.join(browser, server, { roomId, participantId: 'cleo' }));
	const thrownOut = await timed(sdk.sessions.removeParticipant({ participantId: 'cleo', roomId, sessionId }));
	await until('cleo gets the event', async () => (await cleo.result.events('meeting-left')).length > 0);
	expect((await cleo.result.events('meeting-left'))[0]?.args[0]).toMatchObject({ code: 1010 });
	const removed = await timed(sdk.participants.remove(roomId, 'bob'));
	await until('bob gets the event', async () => (await bob.result.events('meeting-left')).length > 0);
	expect((await bob.result.events('meeting-left'))[0]?.args[0]).toMatchObject({ code: 1010 });
	const ended = await timed(sdk.sessions.end({ roomId, force: true }));
	expect(ended.result).toMatchObject({ id: sessionId, status: 'ended', roomId });
	await until('ann gets the event', async () => (await ann.result.events('meeting-left')).length > 0);
	expect((await ann.result.events('meeting-left'))[0]?.args[0]).toMatchObject({ code: 1009 });

	const session = await sdk.sessions.get(sessionId);
	isAt(ann, session.start);
	isAt(ended, session.end);
	const [annLog, bobLog, cleoLog] = (await sdk.sessions.listParticipants(sessionId)).data;
	isAt(cleo, cleoLog?.timelog?.[0]?.start);
	isAt(thrownOut, cleoLog?.timelog?.[0]?.end);
	isAt(ann, annLog?.timelog?.[0]?.start);
	isAt(ended, annLog?.timelog?.[0]?.end);
	isAt(bob, bobLog?.timelog?.[0]?.start);
	isAt(removed, bobLog?.timelog?.[0]?.end);
	const { mic = [], webcam = [] } = (annLog?.events ?? {}) as { mic?: Span[]; webcam?: Span[] };
	expect(mic).toHaveLength(2);
	// The microphone comes on at some time after the join.
	isAt({ from: ann.from, to: muted.from }, mic[0]?.start);
	isAt(muted, mic[0]?.end);
	isAt(unmuted, mic[1]?.start);
	isAt(ended, mic[1]?.end);
	expect(webcam).toHaveLength(1);
	expect((await sdk.sessions.getParticipant(sessionId, 'bob')).leaveReason).toMatchObject({ code: 1010 });
	expect((await sdk.participants.list(roomId)).data).toEqual([]);
	await expect(sdk.sessions.end({ meetingId: roomId, sessionId, ignoreClosed: true })).resolves.toMatchObject({
		status: 'ended',
	});

	// What the receiver got of it is genuine, and says the same.
	await until('the end was reported', async () => receiver.received.at(-1)?.body.includes('session-ended'));
	const events = await Promise.all(
		receiver.received.map(({ body, headers }) => sdk.webhooks.verify(body, headers['videosdk-signature'])),
	);
	const told = events.map(({ type, data }) => [type, (data as { participantId?: string }).participantId]);
	expect(told).toEqual([
		['session-started', undefined],
		['participant-joined', 'ann'],
		['participant-joined', 'bob'],
		['participant-joined', 'cleo'],
		['participant-left', 'cleo'],
		['participant-left', 'bob'],
		['participant-left', 'ann'],
		['session-ended', undefined],
	]);
	const [first] = receiver.received;
	const forged = `${first?.body}`.replace(sessionId, sessionId.toUpperCase());
	await expect(sdk.webhooks.verify(forged, first?.headers['videosdk-signature'])).rejects.toThrow();
});
