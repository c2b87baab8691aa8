import { RoomcastError } from '@roomcast/contract';
import { freePort } from '@roomcast/testing/net/ports';
import { pino } from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import { IncomingBitrate } from '../src/media/IncomingBitrate.ts';
import { MediaPool } from '../src/media/MediaPool.ts';
import { MediaRoom } from '../src/media/MediaRoom.ts';
import { type MediaOwner, SessionMedia } from '../src/sessions/host/SessionMedia.ts';
import { opusParameters, vp8Parameters } from './support/SignallingClient.ts';

/** A room on a worker of its own. */
async function place(options: { readonly maxIncomingBitrate?: number } = {}) {
	const logger = pino({ level: 'silent' });
	const pool = await MediaPool.create({
		workers: 1,
		firstPort: await freePort(),
		listenIp: '127.0.0.1',
		announcedAddress: '127.0.0.1',
		workerBin: process.env.ROOMCAST_MEDIA_WORKER_BIN,
		spreadFrom: 200,
		logger,
		...options,
	});
	onTestFinished(() => pool.close());
	return { pool, logger, media: new MediaRoom(pool, logger) };
}

/** Somebody with media in such a room. */
async function room() {
	const { pool, media } = await place();
	return async (participantId: string, publishOnly = false) => {
		const rtpCapabilities = pool.routerRtpCapabilities;
		const place = await media.place();
		const peer = media.createPeer({ participantId, mode: 'SEND_AND_RECV', rtpCapabilities, publishOnly }, place);
		await peer.open();
		return { peer, transportId: peer.transports.sendTransport?.id ?? '' };
	};
}

it('a bit rate need not be a whole number', async () => {
	const join = await room();
	const { peer, transportId } = await join('ann');
	const rtpParameters = vp8Parameters(10);
	for (const encoding of rtpParameters.encodings ?? []) encoding.maxBitrate = 1_000_000 / 3;
	await peer.produce({ transportId, kind: 'video', rtpParameters });
	expect(peer.streams).toMatchObject([{ kind: 'video' }]);
});

it('what mediasoup cannot write is refused, and takes the worker from nobody', async () => {
	const join = await room();
	const { peer, transportId } = await join('ann');
	const rtpParameters = opusParameters(1);
	// Past the contract: the writer stops in the middle of the request.
	rtpParameters.encodings = [{ ssrc: 1, maxBitrate: Number.NaN }];
	const refused = await peer.produce({ transportId, kind: 'audio', rtpParameters }).catch((error) => error);
	expect(refused).toBeInstanceOf(RoomcastError);
	expect(refused.error).toBe('CODEC_NOT_SUPPORTED');
	await peer.produce({ transportId, kind: 'audio', rtpParameters: opusParameters(2) });
	const ben = await join('ben');
	expect(ben.peer.consumers).toMatchObject([{ participantId: 'ann', kind: 'audio' }]);
});

it('one who only sends is sent nothing, and nothing waits for it', async () => {
	const join = await room();
	const camera = await join('cam', true);
	const ann = await join('ann');
	await ann.peer.produce({ transportId: ann.transportId, kind: 'audio', rtpParameters: opusParameters(1) });
	await ann.peer.produceData({
		transportId: ann.transportId,
		reliability: 'RELIABLE',
		sctpStreamParameters: { streamId: 1, ordered: true },
	});
	expect(camera.peer.transports.recvTransport).toBeNull();
	expect(camera.peer.transports.sendTransport?.sctpParameters).toBeUndefined();
	expect([camera.peer.consumers, camera.peer.dataConsumers]).toEqual([[], []]);
	await camera.peer.produce({ transportId: camera.transportId, kind: 'video', rtpParameters: vp8Parameters(9) });
	await vi.waitFor(() => expect(ann.peer.consumers).toMatchObject([{ participantId: 'cam', kind: 'video' }]), {
		timeout: 15_000,
	});
	// Whoever receives gets both.
	const ben = await join('ben');
	expect(ben.peer.dataConsumers).toMatchObject([{ participantId: 'ann' }]);
});

it('media that is built again is watched by what watched it before', async () => {
	const { media, pool, logger } = await place({ maxIncomingBitrate: 200_000 });
	const watched = vi.spyOn(IncomingBitrate.prototype, 'watch');
	onTestFinished(() => watched.mockRestore());
	const session = new SessionMedia(pool, logger);
	const owner: MediaOwner = {
		participantId: 'ann',
		mode: 'SEND_AND_RECV',
		rtpCapabilities: pool.routerRtpCapabilities,
		gone: false,
		media: undefined,
	};
	await session.open(owner, () => {});
	await session.open(owner, () => {});
	session.close();
	media.close();
	const [first, second] = watched.mock.contexts;
	expect(first).toBeInstanceOf(IncomingBitrate);
	expect(second).toBe(first);
});

it('a room whose worker dies while it is opened is opened on another', async () => {
	const { pool, logger } = await place();
	const [dying] = pool.workers;
	if (dying === undefined) throw new Error('there is one');
	const createRouter = dying.createRouter.bind(dying);
	vi.spyOn(dying, 'createRouter').mockImplementationOnce(async (codecs) => {
		const made = await createRouter(codecs);
		process.kill(dying.pid, 'SIGKILL');
		return made;
	});
	const media = new MediaRoom(pool, logger);
	onTestFinished(() => media.close());
	const found = await media.place();
	expect(found.router.worker).not.toBe(dying);
	const { routerRtpCapabilities: rtpCapabilities } = pool;
	const peer = media.createPeer({ participantId: 'ann', mode: 'RECV_ONLY', rtpCapabilities }, found);
	await peer.open();
	expect(peer.transports.recvTransport).not.toBeNull();
});
