import { appendFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import { pino } from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { ComposerProcess } from './ComposerProcess.ts';
import { PartJoiner } from './PartJoiner.ts';
import { RepairProgress } from './RepairProgress.ts';
import type { StoredCapture } from './StoredCapture.ts';

interface Join {
	readonly output: string;
	done(): Promise<void>;
	readonly killed: () => boolean;
}

/** Recordings of one part each, and composers that join when they are told to. */
async function joining({ room = true } = {}) {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-parts-'));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const joins: Join[] = [];
	const take = () => {
		const answer = Promise.withResolvers<FileResult>();
		let closed = false;
		const composer = {
			get closed() {
				return closed;
			},
			recover({ output }: { output: string }) {
				const done = async () => {
					await writeFile(output, 'joined');
					answer.resolve({ path: output, format: 'mp4', durationMs: 1000, bytes: 6 });
				};
				joins.push({ output, done, killed: () => closed });
				return answer.promise;
			},
			kill() {
				closed = true;
				answer.reject(new Error('the composer ended: signal SIGKILL'));
			},
			stop: async () => {},
		};
		return composer as unknown as ComposerProcess;
	};
	const part = (id: string) => join(folder, `${id}-1.mp4`);
	const capture = async (id: string) => {
		await writeFile(part(id), 'part');
		return { id, folder } as unknown as StoredCapture;
	};
	const logger = pino({ level: 'silent' });
	const joiner = new PartJoiner({
		pool: { take },
		progress: new RepairProgress(folder, logger),
		partsOf: async (id) => [{ number: 1, path: part(id), nodeId: 'here' }],
		disk: { hasRoomFor: async () => room },
		logger,
	});
	onTestFinished(() => joiner.close());
	return { joiner, joins, capture, part };
}

it('joins ahead one after the other, and gives what it has made when it is asked for', async () => {
	const { joiner, joins, capture, part } = await joining();
	const [a, b] = [await capture('a'), await capture('b')];
	joiner.ahead(a);
	joiner.ahead(b);
	joiner.ahead(a);
	await vi.waitFor(() => expect(joins).toHaveLength(1), { timeout: 15_000 });
	await joins[0]?.done();
	await vi.waitFor(() => expect(joins).toHaveLength(2), { timeout: 15_000 });
	await joins[1]?.done();
	expect(await joiner.join(a, [part('a')])).toMatchObject({ path: expect.stringMatching(/a\.mp4$/) });
	expect(await joiner.join(b, [part('b')])).toMatchObject({ path: expect.stringMatching(/b\.mp4$/) });
	expect(joins).toHaveLength(2);
});

it('joins again what was written to meanwhile', async () => {
	const { joiner, joins, capture, part } = await joining();
	const a = await capture('a');
	joiner.ahead(a);
	await vi.waitFor(() => expect(joins).toHaveLength(1), { timeout: 15_000 });
	// The composer of the server that died ends its file.
	await appendFile(part('a'), 'end');
	await joins[0]?.done();
	await vi.waitFor(() => expect(joins).toHaveLength(2), { timeout: 15_000 });
	await joins[1]?.done();
	await joiner.join(a, [part('a')]);
	expect(joins).toHaveLength(2);

	joiner.ahead(a);
	await vi.waitFor(() => expect(joins).toHaveLength(3), { timeout: 15_000 });
	await joins[2]?.done();
	await appendFile(part('a'), 'more');
	const joined = joiner.join(a, [part('a')]);
	await vi.waitFor(() => expect(joins).toHaveLength(4), { timeout: 15_000 });
	await joins[3]?.done();
	await joined;
});

it('one that is asked for does not wait for its turn', async () => {
	const { joiner, joins, capture, part } = await joining();
	const [a, b] = [await capture('a'), await capture('b')];
	joiner.ahead(a);
	joiner.ahead(b);
	const joined = joiner.join(b, [part('b')]);
	await vi.waitFor(() => expect(joins.map(({ output }) => output.slice(-5)).sort()).toEqual(['a.mp4', 'b.mp4']), {
		timeout: 15_000,
	});
	await joins.find(({ output }) => output.endsWith('b.mp4'))?.done();
	await joined;
	await joins.find(({ output }) => output.endsWith('a.mp4'))?.done();
	await joiner.join(a, [part('a')]);
	expect(joins).toHaveLength(2);
});

it('leaves what continues: its composer is ended, and nothing but the parts is left', async () => {
	const { joiner, joins, capture, part } = await joining();
	const [a, b] = [await capture('a'), await capture('b')];
	joiner.ahead(a);
	await vi.waitFor(() => expect(joins).toHaveLength(1), { timeout: 15_000 });
	await joiner.leave(a);
	expect(joins[0]?.killed()).toBe(true);
	joiner.ahead(b);
	await vi.waitFor(() => expect(joins).toHaveLength(2), { timeout: 15_000 });
	await joins[1]?.done();
	await vi.waitFor(() => stat(joins[1]?.output ?? ''), { timeout: 15_000 });
	await joiner.leave(b);
	await expect(stat(joins[1]?.output ?? '')).rejects.toThrow('ENOENT');
	await stat(part('a'));
	await stat(part('b'));
});

it('takes no room that running recordings need', async () => {
	const { joiner, joins, capture, part } = await joining({ room: false });
	const a = await capture('a');
	joiner.ahead(a);
	const joined = joiner.join(a, [part('a')]);
	await vi.waitFor(() => expect(joins).toHaveLength(1), { timeout: 15_000 });
	await joins[0]?.done();
	await joined;
});
