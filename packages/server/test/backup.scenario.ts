import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { expect, it, onTestFinished } from 'vitest';
import { type Restartable, restartable } from './support/restartable.ts';

const page = await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.trim().split('\n'));

/** The line of docs/operations.md that begins with this. */
function documented(command: string): string {
	const found = lines.filter((line) => line.startsWith(command));
	expect(found, command).toHaveLength(1);
	return found[0] ?? '';
}

it('a backup that is made while the server runs brings back what there was', { timeout: 120_000 }, async () => {
	const data = await restartable();
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-backup-'));
	onTestFinished(() => removeFolder(folder));
	const { server, call } = await data.start();
	const { roomId: before } = await call('/v2/rooms', {});
	const backup = data.databaseUrl === undefined ? sqlite(data, folder) : postgres(data.databaseUrl, folder);
	backup.make();
	const { roomId: after } = await call('/v2/rooms', {});
	await server.kill('SIGKILL');
	await backup.restore();

	const restored = await data.start();
	expect(await restored.call(`/v2/rooms/${before}`)).toMatchObject({ roomId: before });
	expect(await restored.call(`/v2/rooms/${after}`)).toMatchObject({ statusCode: 404 });
	const { roomId: since } = await restored.call('/v2/rooms', {});
	expect(await restored.call(`/v2/rooms/${since}`)).toMatchObject({ roomId: since });
});

function sqlite({ dataDir }: Restartable, folder: string) {
	const file = join(dataDir, 'roomcast.sqlite');
	const copy = join(folder, 'backup.sqlite');
	return {
		make() {
			// As the program `sqlite3` does, which not every machine has.
			const [, sql = ''] = /^sqlite3 data\/roomcast\.sqlite "(.*)"$/.exec(documented('sqlite3 ')) ?? [];
			const database = new DatabaseSync(file);
			database.exec(sql.replace('backup.sqlite', copy));
			database.close();
		},
		async restore() {
			for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
			await rename(copy, file);
		},
	};
}

function postgres(url: string, folder: string) {
	const run = (line: string) => {
		const env = { ...process.env, ROOMCAST_DATABASE_URL: url };
		const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, env, encoding: 'utf8' });
		expect(status, stderr).toBe(0);
	};
	return {
		make: () => run(documented('pg_dump ')),
		restore: async () => run(documented('pg_restore ')),
	};
}
