import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, freePortRange } from '@roomcast/testing/net/ports';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';
import { bindingRequest, isBindingSuccess } from './support/wire/stun.ts';
import { TurnClient, type TurnCredentials } from './support/wire/TurnClient.ts';

const SECRET = 'turn-secret-of-the-tests';
/** Where the media server is; any other address of 127.0.0.0/8 is not. */
const MEDIA_IP = '127.0.0.1';
const RELAY_PORTS = 60;
const HAS_IPV6 = Object.values(networkInterfaces()).some((some) => some?.some(({ address }) => address === '::1'));

let server: TestServer;
let turn: ChildProcess;
let turnPort: number;
let folder: string;
let user: (participantId: string) => Promise<{ credentials: TurnCredentials; client: SignallingClient; media: Media }>;
type Media = Awaited<ReturnType<typeof SignallingClient.join>>['joined']['media'];

/** The sample of docs/media.md with the values that an operator fills in. */
async function sample(): Promise<string> {
	const page = await readFile(new URL('../../../docs/media.md', import.meta.url), 'utf8');
	const text = /```\n(# \/etc\/turnserver\.conf\n[^`]*)```/.exec(page)?.[1];
	if (text === undefined) throw new Error('docs/media.md has no sample');
	return text.replace('<ROOMCAST_TURN_SECRET>', SECRET).replace('<ROOMCAST_MEDIA_ANNOUNCED_IP>', MEDIA_IP);
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-turn-'));
	const relay = await freePortRange(RELAY_PORTS);
	turnPort = await freePort();
	const onLoopback = [
		'listening-ip=127.0.0.1',
		'relay-ip=127.0.0.1',
		...(HAS_IPV6 ? ['relay-ip=::1'] : []),
		`listening-port=${turnPort}`,
		`min-port=${relay}`,
		`max-port=${relay + RELAY_PORTS - 1}`,
		// What coturn refuses by itself, so that the sample is what refuses.
		'allow-loopback-peers',
		'no-tls',
		'no-dtls',
		'log-file=stdout',
		'pidfile=/dev/null',
		`userdb=${join(folder, 'users')}`,
	];
	const config = join(folder, 'turnserver.conf');
	await writeFile(config, `${await sample()}\n${onLoopback.join('\n')}\n`);
	turn = spawn('turnserver', ['-c', config], { stdio: 'ignore' });
	[server] = await Promise.all([
		TestServer.create({ ROOMCAST_ICE_SERVERS: `turn:127.0.0.1:${turnPort}`, ROOMCAST_TURN_SECRET: SECRET }),
		vi.waitFor(async () => {
			const socket = connect(turnPort, '127.0.0.1');
			await once(socket, 'connect').finally(() => socket.destroy());
		}, 20_000),
	]);
	const { roomId } = await server.room();
	user = async (participantId) => {
		const token = await server.token();
		const { client, joined } = await SignallingClient.join(server.url, { token, roomId, participantId });
		const { username = '', credential = '' } = joined.media.iceServers[0] ?? {};
		return { credentials: { username, credential }, client, media: joined.media };
	};
});

afterAll(async () => {
	if (turn !== undefined && turn.exitCode === null) {
		turn.kill('SIGTERM');
		await once(turn, 'exit');
	}
	await server?.close();
	await removeFolder(folder);
});

it('the sample of the page relays to the media server', async () => {
	const { credentials, client, media } = await user('ann');
	const relay = await TurnClient.open(turnPort, credentials);
	expect(await relay.allocate()).toBe(0);
	expect(await relay.permit(MEDIA_IP)).toBe(0);
	const { sendTransport } = media;
	const port = sendTransport?.iceCandidates.find(({ protocol }) => protocol === 'udp')?.port ?? 0;
	const check = bindingRequest(sendTransport?.iceParameters ?? { usernameFragment: '', password: '' });
	expect(isBindingSuccess(await relay.exchange(MEDIA_IP, port, check))).toBe(true);
	relay.close();
	client.close();
});

it('and to no other address: 403 for everything private, special, of the machine itself, and public', async () => {
	const { credentials, client } = await user('bob');
	const relay = await TurnClient.open(turnPort, credentials);
	expect(await relay.allocate()).toBe(0);
	const answers: Record<string, number> = {};
	// One of each range of RFC 6890 and what followed it, and one of the internet.
	const special = [
		'0.0.0.0',
		'10.0.0.1',
		'100.64.0.1',
		'127.0.0.2',
		'169.254.169.254',
		'172.16.0.1',
		'192.0.0.8',
		'192.0.2.1',
		'192.88.99.1',
		'192.168.1.1',
		'198.18.0.1',
		'198.51.100.1',
		'203.0.113.1',
		'224.0.0.1',
		'240.0.0.1',
		'255.255.255.255',
		'8.8.8.8',
	];
	for (const address of special) answers[address] = await relay.permit(address);
	expect(answers).toEqual(Object.fromEntries(special.map((address) => [address, 403])));
	relay.close();
	client.close();
});

it.skipIf(!HAS_IPV6)('and to no address of IPv6', async () => {
	const { credentials, client } = await user('fay');
	const relay = await TurnClient.open(turnPort, credentials);
	expect(await relay.allocate({ family: 6 })).toBe(0);
	const answers: Record<string, number> = {};
	// None, loopback, mapped and translated IPv4, discarded, Teredo, documentation, 6to4, unique local, link-local,
	// multicast, and one of the internet.
	const special = [
		'::',
		'::1',
		'::ffff:7f00:1',
		'::ffff:a00:1',
		'64:ff9b::a00:1',
		'100::1',
		'2001::1',
		'2001:db8::1',
		'2002:a00:1::1',
		'fd00::1',
		'fe80::1',
		'ff02::1',
		'2606:4700::1111',
	];
	for (const address of special) answers[address] = await relay.permit(address);
	expect(answers).toEqual(Object.fromEntries(special.map((address) => [address, 403])));
	relay.close();
	client.close();
});

it('and has no TCP relays, nor any for credentials that it did not give', async () => {
	const { credentials, client } = await user('cyd');
	const tcp = await TurnClient.open(turnPort, credentials);
	expect(await tcp.allocateTcp()).toBeGreaterThanOrEqual(400);
	const expired = await TurnClient.open(turnPort, {
		username: credentials.username.replace(/^\d+/, '1000000000'),
		credential: credentials.credential,
	});
	expect(await expired.allocate()).toBe(401);
	tcp.close();
	expired.close();
	client.close();
});

it('and gives one participant 24 relayed addresses, whatever it asks for: 486 for the next', async () => {
	const { credentials, client } = await user('dan');
	const relays = await Promise.all(Array.from({ length: 25 }, () => TurnClient.open(turnPort, credentials)));
	const answers: number[] = [];
	for (const relay of relays) answers.push(await relay.allocate());
	expect(answers).toEqual([...Array(24).fill(0), 486]);
	// Others are served.
	const other = await user('eve');
	const relay = await TurnClient.open(turnPort, other.credentials);
	expect(await relay.allocate()).toBe(0);
	for (const open of [...relays, relay]) open.close();
	client.close();
	other.client.close();
});

it('every ICE restart comes with fresh names', async () => {
	const { credentials, client, media } = await user('restarts');
	// Names tell by the second when they end.
	await new Promise((resolve) => setTimeout(resolve, 1100));
	const { iceServers } = await client.request('restart-ice', { transportId: media.sendTransport?.id ?? '' });
	const { username = '', credential = '' } = iceServers?.[0] ?? {};
	expect(Number.parseInt(username, 10)).toBeGreaterThan(Number.parseInt(credentials.username, 10));
	const relay = await TurnClient.open(turnPort, { username, credential });
	expect(await relay.allocate()).toBe(0);
});
