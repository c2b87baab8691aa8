import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type AmfValue, decodeAmf0, encodeAmf0 } from './amf0.ts';
import { ChunkReader } from './chunk-reader.ts';
import { chunkMessage, DEFAULT_CHUNK_SIZE } from './chunk-writer.ts';
import { credentialsFor } from './credentials.ts';
import { CHUNK_STREAM, MESSAGE } from './message.ts';
import { RtmpSession } from './session.ts';
import { parseRtmpTarget } from './target.ts';

const md5 = (text: string, encoding: 'hex' | 'base64') => createHash('md5').update(text).digest(encoding);

/** What a server wants of whoever connects; undefined: it takes them. */
type Gate = (application: string) => string | undefined;

const adobe: Gate = (application) => {
	const said = new URLSearchParams(application.split('?')[1]?.replaceAll('+', '%2B'));
	if (said.get('user') === null) return '[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ';
	const response = said.get('response');
	if (response === null)
		return '[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=needauth&user=ann&salt=SALT&challenge=C1==&opaque=OPAQUE==';
	const hash = md5(`annSALTp@ss`, 'base64');
	const right = md5(`${hash}OPAQUE==${said.get('challenge')}`, 'base64');
	if (said.get('opaque') === 'OPAQUE==' && response === right) return undefined;
	return '[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed&opaque=OPAQUE==';
};

const limelight: Gate = (application) => {
	const said = new URLSearchParams(application.split('?')[1]);
	if (said.get('user') === null) return '[ code=403 need auth; authmod=llnw ]';
	const response = said.get('response');
	if (response === null) return '[ authmod=llnw ] : ?reason=needauth&user=ann&nonce=NONCE==';
	const [who, what] = [md5('ann:live:p@ss', 'hex'), md5('publish:/live/_definst_', 'hex')];
	const right = md5(`${who}:NONCE==:${said.get('nc')}:${said.get('cnonce')}:auth:${what}`, 'hex');
	return response === right ? undefined : '[ authmod=llnw ] : ?reason=authfailed';
};

let server: Server | undefined;
afterEach(() => {
	server?.close();
});

/** As much of an RTMP server as refuses and takes connections. @returns its port */
async function serve(gate: Gate): Promise<number> {
	const made = createServer((socket) => {
		const reader = new ChunkReader();
		let greeting = Buffer.alloc(0);
		let greeted = false;
		const say = (streamId: number, ...values: AmfValue[]) =>
			socket.write(
				chunkMessage(
					{ type: MESSAGE.command, streamId, timestamp: 0, payload: encodeAmf0(values) },
					CHUNK_STREAM.command,
					DEFAULT_CHUNK_SIZE,
				),
			);
		const hear = (data: Buffer) => {
			for (const { type, payload } of reader.push(data)) {
				if (type !== MESSAGE.command) continue;
				const [name, transaction = null, about] = decodeAmf0(payload);
				if (name === 'connect') {
					const description = gate(String((about as { app?: unknown }).app));
					if (description === undefined)
						say(0, '_result', transaction, null, { level: 'status', code: 'NetConnection.Connect.Success' });
					else
						say(0, '_error', transaction, null, {
							level: 'error',
							code: 'NetConnection.Connect.Rejected',
							description,
						});
				}
				if (name === 'createStream') say(0, '_result', transaction, null, 1);
				if (name === 'publish')
					say(1, 'onStatus', 0, null, { level: 'status', code: 'NetStream.Publish.Start', description: '' });
			}
		};
		socket.on('error', () => {});
		socket.on('data', (data) => {
			if (greeted) return hear(data);
			greeting = Buffer.concat([greeting, data]);
			if (greeting.length === 1537)
				socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(1536), greeting.subarray(1)]));
			if (greeting.length < 1537 + 1536) return;
			greeted = true;
			hear(greeting.subarray(1537 + 1536));
		});
	});
	server = made;
	await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
	return (made.address() as { port: number }).port;
}

async function open(gate: Gate, credentials: string): Promise<string> {
	const target = parseRtmpTarget(`rtmp://${credentials}127.0.0.1:${await serve(gate)}/live`);
	const options = {
		target,
		streamKey: 'key',
		addresses: undefined,
		streams: [],
		tracks: [],
		dropped() {},
		started() {},
	};
	try {
		const session = await RtmpSession.open(options, 10_000, new AbortController().signal);
		await session.close();
		return 'published';
	} catch (error) {
		return (error as Error).message;
	}
}

describe.each([
	['Adobe', adobe],
	['Limelight', limelight],
] as const)('a server with the scheme of %s', (_name, gate) => {
	it('takes who has the password', async () => {
		expect(await open(gate, 'ann:p%40ss@')).toBe('published');
	});

	it('refuses others, and what is missing or wrong is said', async () => {
		expect(await open(gate, 'ann:wrong@')).toMatch(/refused the user and the password of the url: they are wrong/);
		expect(await open(gate, '')).toMatch(/it wants them, put them in front of the host/);
	});
});

it('leaves refusals for other reasons alone', () => {
	const target = parseRtmpTarget('rtmp://ann:p@live.example.com/app');
	expect(credentialsFor(target, 'NetConnection.Connect.Rejected: no such application')).toBeUndefined();
	expect(() => credentialsFor(target, '[ authmod=adobe ] : ?reason=nosuchuser')).toThrow('there is no such user');
});
