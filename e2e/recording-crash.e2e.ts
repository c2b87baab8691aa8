import { readdir, stat } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { Sound } from '@roomcast/testing/media/analyse';
import { ffmpeg } from '@roomcast/testing/media/ffmpeg';
import { random } from '@roomcast/testing/net/BadNetwork';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { composersOf } from './support/composers.ts';
import { holesOf } from './support/holes.ts';
import { sendPattern } from './support/pattern.ts';
import { playIn } from './support/playback.ts';
import {
	download,
	PATHS,
	startRecording,
	stopRecording,
	storedRecording,
	type TestRecording,
} from './support/recordings.ts';
import { TestServer } from './support/server.ts';

/** How often something is killed. */
const KILLS = Number(process.env.ROOMCAST_TEST_KILLS ?? 1);
/** The seed of what is killed, and when. */
const SEED = Number(process.env.ROOMCAST_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Kills in one recording: with more, a server gives up a composer that dies again and again. */
const KILLS_IN_ONE = 4;
/** Seconds that may be missing before a kill. */
const LOST = 1;
/** Seconds until it is recorded again: after a composer died, and after those in the call are back on another server. */
const BACK = { composer: 2, server: 4 };
const ENV = { ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' };
const TONE = 440;

let server: TestServer;
let receiver: Receiver;
let browser: TestBrowser;

beforeAll(async () => {
	[server, receiver, browser] = await Promise.all([
		TestServer.start({ env: ENV }),
		Receiver.create(),
		TestBrowser.launch(),
	]);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
	await receiver?.close();
});

const next = random(SEED);
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** When something was killed, and when the call had recovered from it; epoch ms. */
interface Outage {
	readonly what: 'composer' | 'server';
	readonly from: number;
	readonly to: number;
	/** Seconds that may be missing before, and from `to` on until it is recorded again. */
	readonly lost: number;
	readonly back: number;
}

/** What may be missing: on a busy machine, composers are behind and take longer to start. */
function limits(what: Outage['what']): Pick<Outage, 'lost' | 'back'> {
	return { lost: LOST * slowness(), back: BACK[what] * slowness() };
}

function slowness(): number {
	return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}

async function talk(): Promise<{ roomId: string; ann: Caller }> {
	const roomId = await server.room({ webhook: { endPoint: receiver.url, events: ['*'] } });
	const meeting = { micEnabled: false, webcamEnabled: false };
	const ann = await Caller.join(browser, server, { roomId, participantId: 'ann', meeting });
	await sendPattern(ann, { colour: 'rgb(255, 0, 0)', tone: TONE, beeps: false });
	await sleep(1000);
	return { roomId, ann };
}

/** Whether one of the connections that she made since sends sound. @param made how many she had made */
const sends = (ann: Caller, made: number) =>
	ann.page.evaluate(async (before) => {
		const { connections } = window as never as { connections: RTCPeerConnection[] };
		for (const connection of connections.slice(before)) {
			if (connection.connectionState !== 'connected') continue;
			for (const report of (await connection.getStats()).values())
				if (report.type === 'outbound-rtp' && report.kind === 'audio' && report.packetsSent > 0) return true;
		}
		return false;
	}, made);

async function killComposer(): Promise<Outage> {
	const writing = await until('a composer writes', async () => {
		const found = await composersOf(server);
		return found.length > 0 && found;
	});
	const victim = writing[Math.floor(next() * writing.length)] ?? 0;
	const from = Date.now();
	process.kill(victim, 'SIGKILL');
	return { what: 'composer', from, to: from, ...limits('composer') };
}

async function killServer(ann: Caller): Promise<Outage> {
	const made = await ann.connectionsMade();
	const from = Date.now();
	await server.kill('SIGKILL');
	server = await TestServer.start({ after: server, env: ENV });
	await until('Ann is back', () => sends(ann, made), 30_000);
	return { what: 'server', from, to: Date.now(), ...limits('server') };
}

/** Bytes of the last part of a recording. */
async function written(id: string): Promise<{ name: string; size: number }> {
	const folder = join(server.dataDir, 'captures', id);
	const part = (name: string) => Number(/-(\d+)\.\w+$/.exec(name)?.[1] ?? 0);
	const [name = ''] = (await readdir(folder)).toSorted((a, b) => part(b) - part(a));
	return { name, size: (await stat(join(folder, name))).size };
}

/** Recordings are written: fragments are half a second long. @throws Error which one is not */
async function grow(ids: readonly string[]): Promise<true> {
	const before = await Promise.all(ids.map(written));
	await sleep(700);
	for (const [index, id] of ids.entries()) {
		const { name, size } = await written(id);
		if (name !== before[index]?.name || size <= before[index].size)
			throw new Error(
				`${name} has ${size} bytes; it had ${before[index]?.size} 0.7 s ago\n${server.output.slice(-3000)}`,
			);
	}
	return true;
}

/** The events of a recording in order, each once. */
function webhooks(id: string): string[] {
	const seen = new Map(receiver.about({ id }).map((received) => [received.id, received.event]));
	return [...seen.values()];
}

/** A recording that has ended, with its reason if it failed. */
async function over(kind: keyof typeof PATHS, id: string): Promise<TestRecording> {
	return until(
		`the ${kind} recording is over`,
		async () => {
			const found = (await server.rest(`GET ${PATHS[kind]}/:id`, { params: { id } })) as TestRecording;
			return (found.status === 'STOPPED' || found.status === 'FAILED') && found;
		},
		60_000,
	);
}

/** Kills composers and servers during one recording of each kind, and checks the files. */
async function round(kills: readonly Outage['what'][]): Promise<void> {
	const { roomId, ann } = await talk();
	const bodies = {
		meeting: { roomId },
		participant: { roomId, participantId: 'ann' },
		track: { roomId, participantId: 'ann', kind: 'audio' },
	};
	const ids = {
		meeting: await startRecording(server, 'meeting', bodies.meeting),
		participant: await startRecording(server, 'participant', bodies.participant),
		track: await startRecording(server, 'track', bodies.track),
	};
	const outages: Outage[] = [];
	await until('all is recorded', () => grow(Object.values(ids)));
	for (const what of kills) {
		await sleep(500 + next() * 2500);
		outages.push(what === 'server' ? await killServer(ann) : await killComposer());
		await until('all is recorded again', () => grow(Object.values(ids)), 30_000);
	}
	await sleep(1000);
	const end = Date.now();
	for (const kind of ['meeting', 'participant', 'track'] as const) {
		await stopRecording(server, kind, bodies[kind]);
	}
	const stopped = Date.now();
	for (const kind of ['meeting', 'participant', 'track'] as const) {
		const recording = await over(kind, ids[kind]);
		expect(recording).toMatchObject({ status: 'STOPPED', error: null });
		const { file } = await storedRecording(server, kind, ids[kind]);
		const path = await download(server, file.fileUrl, `${ids[kind]}.${file.meta.format}`);
		await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-']);
		const start = new Date(recording.start).getTime();
		expectHoles(kind, await Sound.read(path), { start, end, stopped }, outages);
		const { duration } = await playIn(await browser.page(`${server.url}/healthz`), file.fileUrl, [0.1, 0.9]);
		expect(duration).toBeGreaterThan((end - start) / 1000 - 0.5);
		const name = { meeting: '', participant: 'participant-', track: 'participant-track-' }[kind];
		const wanted = ['starting', 'started', 'stopping', 'stopped'].map((phase) => `${name}recording-${phase}`);
		await until('all webhooks came', async () => webhooks(ids[kind]).length >= wanted.length);
		expect(webhooks(ids[kind])).toEqual(wanted);
	}
	await ann.run('meeting.leave()');
	await ann.page.close();
}

/**
 * Only what a kill may cost is missing.
 *
 * @param times epoch ms: its start, and between which it was stopped
 */
function expectHoles(
	kind: string,
	sound: Sound,
	times: { readonly start: number; readonly end: number; readonly stopped: number },
	outages: readonly Outage[],
): void {
	const seconds = (at: number) => (at - times.start) / 1000;
	expect(sound.seconds).toBeGreaterThan(seconds(times.end) - 0.5);
	expect(sound.seconds).toBeLessThan(seconds(times.stopped) + 0.5);
	const told = outages.map(({ what, from, to }) => `${what} ${seconds(from).toFixed(2)}–${seconds(to).toFixed(2)} s`);
	console.log(`${kind}, ${sound.seconds.toFixed(2)} s; killed: ${told.join(', ')}`);
	for (const { from, to } of holesOf(sound, TONE)) {
		const [outage] = outages
			.filter((one) => seconds(one.from) - one.lost <= from && from < seconds(one.to) + one.back)
			.sort((a, b) => Math.abs(seconds(a.from) - from) - Math.abs(seconds(b.from) - from));
		const where = `${kind}: silent from ${from.toFixed(2)} s to ${to.toFixed(2)} s of ${sound.seconds.toFixed(2)} s`;
		// A browser that gets no CPU sends nothing for a moment.
		if (outage === undefined) expect(to - from, where).toBeLessThan(0.5 * slowness());
		else {
			const lost = seconds(outage.from) - from;
			const back = to - seconds(outage.to);
			console.log(`${where}: ${lost.toFixed(2)} s before a ${outage.what} was killed, ${back.toFixed(2)} s after`);
			expect(back, where).toBeLessThan(outage.back);
		}
	}
}

const what = `composers and servers killed ${KILLS} times at random moments, seed ${SEED}`;
it(what, { timeout: 60_000 + KILLS * 30_000 }, async () => {
	const kills = Array.from({ length: KILLS }, () => (next() < 0.5 ? ('composer' as const) : ('server' as const)));
	// Even a few kills include both.
	if (KILLS > 1 && kills[0] === kills[1]) kills[1] = kills[0] === 'server' ? 'composer' : 'server';
	for (let done = 0; done < KILLS; done += KILLS_IN_ONE) await round(kills.slice(done, done + KILLS_IN_ONE));
});

it('a server that is killed and nobody comes back: the recording is finished', {
	timeout: 120_000,
	tags: 'long',
}, async () => {
	const { roomId, ann } = await talk();
	const id = await startRecording(server, 'meeting', { roomId });
	await sleep(4000);
	const killedAt = Date.now();
	const { lost, back } = limits('composer');
	await server.kill('SIGKILL');
	await ann.page.close();
	server = await TestServer.start({ after: server, env: ENV });
	// The room is ended by hand: nobody waits for the minute in which somebody may come back.
	await server.rest('POST /v2/rooms/deactivate', { body: { roomId } });
	const { start } = await over('meeting', id);
	const { file } = await storedRecording(server, 'meeting', id);
	const sound = await Sound.read(await download(server, file.fileUrl, `${id}.mp4`));
	const length = (killedAt - new Date(start).getTime()) / 1000;
	expect(sound.seconds).toBeGreaterThan(length - lost);
	expect(sound.seconds).toBeLessThan(length + back);
	// Its composer continued for a moment after the last media.
	for (const { from, to } of holesOf(sound, TONE))
		if (from < length - lost) expect(to - from).toBeLessThan(0.5 * slowness());
});
