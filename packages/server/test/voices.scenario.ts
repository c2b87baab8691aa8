import { createWorker, type types } from 'mediasoup';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ROUTER_CODECS } from '../src/media/codecs.ts';
import { VoiceMeter } from '../src/media/voices/VoiceMeter.ts';
import { Voices } from '../src/media/voices/Voices.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';
import { RtpPublisher } from './support/wire/RtpPublisher.ts';

/** 60 ms each of a tone at −21 dBov, one after the other (libopus, 16 kbit/s). */
const TONE = [
	'WOboxJWfk2HVR9rNaLVh8mNLRv8Yxs6y8Fm9Jc4A6g/TAKyUu6dd2LLcVedzgtG+XVjgKY33sCc+94qDBDki+U8xA6ZirpfW9A2gLnV/FIBq/JasvicSOJtnz/ec2EujzA4tdALjfZiIOFojXJqoUrRrguqzCSDv+A==',
	'WOboxJUGQFqTGoa59elZalvzOK5+fE3TBRcM7oktkOGvTvXB2yhBfF9rDPgedML+JEX/Ux9/hZlxNJ/FluPOkw6Rv3nr3BqZQr8bZWCgSkZS3oshs6L+F9hAd60gL3cUMslrZGLniT2aqd3KwBgHWk4qhzv3jqpI',
	'WOboxJZoixCQ147jeHGhd3h0Ng3uAJQ6Cs1O9YVrXliiEtYVPfjDRAuxVOXHUQuaF59Z8UOOlTgHxtZ0+4Qh/EGJXmCNsLAGN5dRDScWzuHBuc9nRmS29wOdbEu1bKoo',
	'WObo1916BkpHSJ9kxuCrrV1QaYM7DkNKOc8h3gq7ZiE1PDNpRhJcUOnZmAZMxT5e96yGwgL2r/43cMKJYcl99AY4eMzWKNp6kcrlwK+ra/xgnd/QZhVNNp5x8GI4MVfpc1+YOUV8c0BkmcbDsCMI13zZ3JShJsZ8OoA=',
].map((text) => Buffer.from(text, 'base64'));
/** 20 ms of digital silence (RFC 6716, section 4.3: the silence flag). */
const SILENCE = Buffer.from([0xfc, 0xff, 0xfe]);

/** Does something at a steady pace until the test is over. */
function every(ms: number, work: (count: number) => void): void {
	let count = 0;
	const timer = setInterval(() => work(count++), ms);
	onTestFinished(() => clearInterval(timer));
}

describe('publishers that do not say how loud they are', () => {
	let server: TestServer;
	beforeAll(async () => {
		server = await TestServer.create();
	});
	afterAll(() => server.close());

	const scene = async () => {
		const { roomId } = await server.room();
		const join = { token: await server.token(), roomId, participantId: 'ann' };
		const { client } = await SignallingClient.join(server.url, join);
		onTestFinished(() => client.close());
		const publish = async (participantId: string) => {
			const publisher = await RtpPublisher.publish(server, { roomId, participantId, kind: 'audio' });
			onTestFinished(() => publisher.close());
			return publisher;
		};
		return { client, publish };
	};

	it('are the speaker when they talk, in packets of 60 ms, and not when they send digital silence', async () => {
		const { client, publish } = await scene();
		const [silent, talks] = [await publish('silent'), await publish('talks')];
		every(20, () => silent.sendPayload(SILENCE, 20));
		await new Promise((resolve) => setTimeout(resolve, 2000));
		every(60, (count) => talks.sendPayload(TONE[count % TONE.length] as Buffer, 60));
		expect(await client.notification('speaker-changed', () => true, 10_000)).toEqual({ participantId: 'talks' });
		const { levels } = await client.notification('audio-levels', (data) => data.levels.length > 0);
		expect(levels.map(({ participantId }) => participantId)).toEqual(['talks']);
		expect(levels[0]?.volume).toBeGreaterThan(-40);
		expect(levels[0]?.volume).toBeLessThan(-10);
	});
});

describe('microphones that say it', () => {
	let worker: types.Worker;
	let router: types.Router;
	let meter: VoiceMeter;
	const voices = new Voices();
	let direct: types.DirectTransport;

	beforeAll(async () => {
		worker = await createWorker({ workerBin: process.env.ROOMCAST_MEDIA_WORKER_BIN ?? '', logLevel: 'error' });
		router = await worker.createRouter({ mediaCodecs: ROUTER_CODECS });
		meter = await VoiceMeter.create(router, pino({ level: 'silent' }));
		voices.add(meter);
		direct = await router.createDirectTransport();
	});
	afterAll(() => {
		voices.close();
		worker?.close();
	});

	/** Somebody with a microphone. @param duration of its packets in ms */
	async function person(participantId: string, duration: number) {
		const ssrc = 1000 + ([...participantId].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), duration) % 1e6);
		const producer = await direct.produce({
			kind: 'audio',
			rtpParameters: {
				codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
				headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1 }],
				encodings: [{ ssrc }],
			},
			appData: { participantId, kind: 'audio', width: 0, height: 0 },
		});
		onTestFinished(() => producer.close());
		await meter.add(producer);
		let [level, length, sent] = [-127, duration, 0];
		every(20, (count) => {
			if (count % (length / 20) !== 0) return;
			const packet = Buffer.alloc(24);
			packet.set([0x90, 111]);
			packet.writeUInt16BE(sent++ & 0xffff, 2);
			packet.writeUInt32BE(count * 960, 4);
			packet.writeUInt32BE(ssrc, 8);
			// RFC 8285, section 4.2: one element of one byte.
			packet.set([0xbe, 0xde, 0, 1, 0x10, -level, 0, 0], 12);
			packet.set([0xfc | 3, length / 20], 20);
			producer.send(packet);
		});
		return {
			producer,
			talk(volume: number) {
				level = volume;
			},
			hush() {
				level = -127;
			},
			/** Sends packets of so many ms from now on. */
			pack(ms: number) {
				length = ms;
			},
		};
	}
	const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
	const speaker = async (expected: string | null) => {
		const until = performance.now() + 10_000;
		while (voices.speaker !== expected && performance.now() < until) await pause(10);
		expect(voices.speaker).toBe(expected);
	};

	it.each([20, 40, 60, 120])(
		'in packets of %i ms: whoever talks is the speaker, nobody who is silent or muted',
		async (duration) => {
			const [ann, ben] = [await person('ann', duration), await person('ben', duration)];
			await pause(1000);
			expect(voices.speaker).toBeNull();
			ann.talk(-30);
			await speaker('ann');
			ann.hush();
			ben.talk(-30);
			await speaker('ben');
			// The first look may cover a moment from before.
			await vi.waitFor(async () => {
				const heard = new Promise((resolve) => voices.once('levels', resolve));
				expect(await heard).toEqual([{ participantId: 'ben', volume: -30 }]);
			}, 5000);
			await ben.producer.pause();
			await speaker(null);
			await pause(700);
			expect(voices.speaker).toBeNull();
			await ben.producer.resume();
			await speaker('ben');
			ben.producer.close();
			await speaker(null);
		},
	);

	it('whose packets grow longer in the middle are heard on', async () => {
		const ann = await person('ann', 20);
		ann.talk(-30);
		await speaker('ann');
		// Long enough to be left to mediasoup.
		await pause(1000);
		ann.hush();
		await speaker(null);
		ann.pack(120);
		ann.talk(-30);
		await speaker('ann');
	});
});
