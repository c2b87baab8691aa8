import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { freePortRange } from '@roomcast/testing/net/ports';
import type { types } from 'mediasoup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTER_CODECS } from '../src/media/codecs.ts';
import { createLocalWorker } from '../src/media/createLocalWorker.ts';
import type { MediaWorker } from '../src/media/MediaWorker.ts';
import { type ClientHelloOptions, clientHello, DTLS_1_0, DTLS_1_2, serverAnswer } from './support/wire/dtls.ts';
import { bindingRequest } from './support/wire/stun.ts';

const BIN = process.env.ROOMCAST_MEDIA_WORKER_BIN;
/** A prebuilt worker takes more; docs/media-worker.md says so. */
const isOurs = BIN === undefined || (await readFile(BIN)).includes('roomcast-unverified-connections');

/** By the numbers of IANA's registries. */
const Suite = {
	ECDHE_ECDSA_AES128_GCM: 0xc02b,
	ECDHE_ECDSA_AES256_GCM: 0xc02c,
	ECDHE_ECDSA_CHACHA20: 0xcca9,
	ECDHE_ECDSA_AES128_CBC_SHA: 0xc009,
	ECDHE_ECDSA_AES256_CBC_SHA: 0xc00a,
	ECDHE_ECDSA_AES128_CBC_SHA256: 0xc023,
	RSA_AES128_GCM: 0x009c,
	RSA_AES128_CBC_SHA: 0x002f,
	ECDHE_ECDSA_NULL: 0xc006,
	ECDH_ANON_AES128_CBC: 0xc018,
} as const;
const Profile = { AES128_CM_SHA1_80: 1, AES128_CM_SHA1_32: 2, AEAD_AES_128_GCM: 7, AEAD_AES_256_GCM: 8 } as const;
/** `use_srtp` of profiles that nobody shares is left out of the answer, and nothing is encrypted: no media flows. */
const NONE = undefined;

let workers: MediaWorker[];
let routers: types.Router[];
beforeAll(async () => {
	const first = await freePortRange(2);
	workers = await Promise.all(
		[first, first + 1].map((port) =>
			createLocalWorker({ listenIp: '127.0.0.1', announcedAddress: '127.0.0.1', port, bin: BIN }),
		),
	);
	routers = await Promise.all(workers.map((worker) => worker.createRouter(ROUTER_CODECS)));
});
afterAll(() => {
	for (const worker of workers ?? []) worker.close();
});

async function open(index = 0): Promise<types.WebRtcTransport> {
	const [worker, router] = [workers[index], routers[index]];
	if (worker === undefined || router === undefined) throw new Error('there are two');
	return router.createWebRtcTransport({ webRtcServer: worker.webRtcServer, enableUdp: true });
}

/** What the worker says to the first packet of a peer whose ICE is verified. */
async function offer(options: ClientHelloOptions) {
	const transport = await open();
	const socket = createSocket('udp4').bind(0, '127.0.0.1');
	try {
		await once(socket, 'listening');
		await transport.connect({
			dtlsParameters: {
				role: 'client',
				fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('AA').join(':') }],
			},
		});
		await ask(socket, bindingRequest(transport.iceParameters));
		return serverAnswer(await ask(socket, clientHello(options)));
	} finally {
		socket.close();
		transport.close();
	}
}

async function ask(socket: Socket, packet: Buffer): Promise<Buffer> {
	const answer = once(socket, 'message');
	socket.send(packet, workers[0]?.port, '127.0.0.1');
	return (await answer)[0] as Buffer;
}

describe.skipIf(!isOurs)('DTLS of a media worker', () => {
	it.each(['ECDHE_ECDSA_AES128_GCM', 'ECDHE_ECDSA_AES256_GCM', 'ECDHE_ECDSA_CHACHA20'] as const)(
		'takes %s',
		async (name) => {
			const suite = Suite[name];
			expect(await offer({ suites: [suite] })).toMatchObject({ type: 'hello', version: DTLS_1_2, suite });
		},
	);

	it('chooses authenticated encryption with forward secrecy, and AES-GCM for SRTP, whatever the client prefers', async () => {
		const suites = Object.values(Suite).reverse();
		expect(await offer({ suites, srtpProfiles: Object.values(Profile) })).toEqual({
			type: 'hello',
			version: DTLS_1_2,
			suite: Suite.ECDHE_ECDSA_AES128_GCM,
			srtpProfile: Profile.AEAD_AES_256_GCM,
		});
	});

	it
		.skipIf(!isOurs)
		.each([
			'ECDHE_ECDSA_AES128_CBC_SHA',
			'ECDHE_ECDSA_AES256_CBC_SHA',
			'ECDHE_ECDSA_AES128_CBC_SHA256',
			'RSA_AES128_GCM',
			'RSA_AES128_CBC_SHA',
			'ECDHE_ECDSA_NULL',
			'ECDH_ANON_AES128_CBC',
		] as const)('refuses %s', async (name) => {
		// 40: handshake_failure.
		expect(await offer({ suites: [Suite[name]] })).toEqual({ type: 'alert', description: 40 });
	});

	it('refuses DTLS 1.0', async () => {
		const answer = await offer({ version: DTLS_1_0, suites: Object.values(Suite) });
		// 70: protocol_version.
		expect(answer).toEqual({ type: 'alert', description: 70 });
	});

	it('has no SRTP profile with a short tag', async () => {
		const only = (profile: number) => offer({ suites: [Suite.ECDHE_ECDSA_AES128_GCM], srtpProfiles: [profile] });
		expect(await only(Profile.AES128_CM_SHA1_32)).toMatchObject({ type: 'hello', srtpProfile: NONE });
		// What RFC 8827 section 6.5 makes mandatory.
		expect(await only(Profile.AES128_CM_SHA1_80)).toMatchObject({ srtpProfile: Profile.AES128_CM_SHA1_80 });
	});
});

it('each media worker has a certificate of its own, which is in no file', async () => {
	const fingerprints = await Promise.all(
		[0, 1].map(async (index) => {
			const transport = await open(index);
			return transport.dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256')?.value;
		}),
	);
	expect(fingerprints[0]).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
	expect(fingerprints[0]).not.toBe(fingerprints[1]);
	for (const { pid } of workers) {
		const files = await Promise.all(
			(await readdir(`/proc/${pid}/fd`)).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
		);
		expect(files.filter((file) => file.startsWith('/') && !file.startsWith('/dev/'))).toEqual([]);
		expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('dtls');
	}
});
