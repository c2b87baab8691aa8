import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { expect, it, vi } from 'vitest';
import { type Restartable, type Running, restartable } from './support/restartable.ts';
import { SignallingClient } from './support/SignallingClient.ts';

vi.setConfig({ testTimeout: 300_000 });

const SETTINGS = { ROOMCAST_LOG_LEVEL: 'info', ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' };
const HANGS = { timeout: 60_000, interval: 100 };

function enter({ token }: Restartable, { url }: Running, roomId: string) {
	return SignallingClient.join(url, { token, roomId, participantId: 'ann', mode: 'SIGNALLING_ONLY' });
}

interface Recorded {
	readonly roomId: string;
	readonly id: string;
	/** Of its parts. */
	readonly folder: string;
	/** Where the file is that is made of them. */
	readonly repaired: string;
}

/** Begins to record a room. Sound alone: what becomes of the parts has nothing to do with what is in them. */
async function record(machine: Restartable, running: Running): Promise<Recorded> {
	const { roomId } = await running.call('/v2/rooms', {});
	await enter(machine, running, roomId);
	expect(await running.call('/v2/recordings/start', { roomId, config: { mode: 'audio' } })).toBe(
		'Recording started successfully',
	);
	const { data } = await running.call(`/v2/recordings?roomId=${roomId}`);
	const id: string = data[0].id;
	const folder = join(machine.dataDir, 'captures', id);
	return { roomId, id, folder, repaired: join(folder, `${id}.mp4`) };
}

/** Entries of a server's log about one capture. */
const logged = ({ server }: Running, captureId: string, message: string) =>
	`${server.stdout}${server.stderr}`
		.split('\n')
		.filter((line) => line.includes(`"captureId":"${captureId}"`) && line.includes(`"${message}"`));

function inState(running: Running, id: string, status: string) {
	return vi.waitFor(async () => {
		const found = await running.call(`/v2/recordings/${id}`);
		expect(found).toMatchObject({ status });
		return found;
	}, HANGS);
}

async function repairedAhead(running: Running, { id, repaired }: Recorded) {
	await vi.waitFor(() => expect(logged(running, id, 'repairing a recording')).not.toEqual([]), HANGS);
	// It is not known yet whether anybody comes back.
	expect(await running.call(`/v2/recordings/${id}`)).toMatchObject({ status: 'STARTED' });
	await vi.waitFor(() => stat(repaired), HANGS);
}

const durationOf = async (path: string) => Number((await probe(path)).format.duration);

it('recordings are repaired at the start of the server; one continues when somebody is back, the other one is ready', async () => {
	const machine = await restartable(SETTINGS);
	const first = await machine.start();
	const resumed = await record(machine, first);
	const left = await record(machine, first);
	await sleep(3000);
	await first.server.kill('SIGKILL');
	const killedAt = performance.now();
	// What a server left that died while it repaired something.
	const progress = join(machine.dataDir, 'repairs.json');
	await writeFile(progress, '{"waiting":1,"recordings":[]}\n');

	const second = await machine.start();
	await repairedAhead(second, resumed);
	const { client } = await enter(machine, second, resumed.roomId);
	await vi.waitFor(async () => expect((await readdir(resumed.folder)).join()).toContain(`${resumed.id}-2.`), HANGS);
	// What was repaired is not the whole.
	await vi.waitFor(() => expect(stat(resumed.repaired)).rejects.toThrow('ENOENT'), HANGS);

	await repairedAhead(second, left);
	await ffmpeg(['-xerror', '-i', left.repaired, '-f', 'null', '-']);
	expect(await durationOf(left.repaired)).toBeGreaterThan(2);
	await vi.waitFor(() => expect(readFile(progress, 'utf8')).rejects.toThrow('ENOENT'), HANGS);

	// Nobody comes back: the file is there, and is not made a second time.
	const made = logged(second, left.id, 'a recording is repaired');
	expect(made).not.toEqual([]);
	await second.call('/v2/rooms/deactivate', { roomId: left.roomId });
	const { file } = await inState(second, left.id, 'STOPPED');
	const stored = await fetch(file.fileUrl);
	expect((await stored.arrayBuffer()).byteLength).toBe(file.size);
	expect(file.meta.duration).toBeGreaterThan(2);
	expect(logged(second, left.id, 'a recording is repaired')).toEqual(made);

	// The one that went on has what was before and after.
	const seconds = (performance.now() - killedAt) / 1000;
	await second.call('/v2/recordings/end', { roomId: resumed.roomId });
	const whole = await inState(second, resumed.id, 'STOPPED');
	expect(whole.file.meta.duration).toBeGreaterThan(seconds + 2);
	await client.request('leave', {});
	expect(await second.server.kill('SIGTERM')).toMatchObject({ code: 0 });
});
