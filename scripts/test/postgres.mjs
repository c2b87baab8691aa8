import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.mjs';
import { findCommand } from '../setup/machine.mjs';
import { onExit } from '../setup/on-exit.mjs';
import { postgresFolders } from '../setup/test-tools.mjs';

const READY_WITHIN_MS = 20_000;
const USER = 'roomcast';

/** A tmpfs on Linux, where creating a database takes a seventh of the time that a disk takes. */
const MEMORY = '/dev/shm';
/** What the databases of a test run need at most, in bytes, with room to spare. */
const LARGEST = 2 ** 30;

// It lives for one test run: nothing has to survive a crash.
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/** @typedef {{ uid: number, gid: number } | undefined} Account that the server runs as; undefined: the current user */

/**
 * Starts a PostgreSQL server of its own for one test run, on loopback, with its data in a temporary folder, in memory
 * where there is enough. It has the superuser `roomcast`, without a password, so tests may create databases.
 *
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} `url` names the database `postgres`
 * @throws when it does not come up; with what it printed
 */
export async function startPostgres() {
	const account = serverAccount();
	const folder = mkdtempSync(join(roomyMemory() ?? tmpdir(), 'roomcast-postgres-'));
	/** @type {import('node:child_process').ChildProcess | undefined} */
	let server;
	const cleanUp = onExit(() => {
		// SIGQUIT: at once, without writing anything that is deleted next.
		server?.kill('SIGQUIT');
		// Its processes take a moment to end, and may write until then.
		rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
	});
	try {
		const port = await freePort();
		prepare(folder, account);
		const started = startServer(folder, port, account);
		server = started.server;
		await untilReady(port, account, started);
		return {
			url: `postgres://${USER}@127.0.0.1:${port}/postgres`,
			async stop() {
				server?.kill('SIGINT');
				await started.ended;
				cleanUp();
			},
		};
	} catch (error) {
		cleanUp();
		throw error;
	}
}

/** {@link MEMORY} when this system has it, and enough of it (a container has 64 MB by default). */
function roomyMemory() {
	try {
		const { bavail, bsize } = statfsSync(MEMORY);
		return bavail * bsize > LARGEST ? MEMORY : undefined;
	} catch {
		return undefined;
	}
}

/**
 * @param {string} folder
 * @param {Account} account
 */
function prepare(folder, account) {
	if (account) chownSync(folder, account.uid, account.gid);
	chmodSync(folder, 0o700);
	const data = join(folder, 'data');
	runTool('initdb', ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], account);
}

/**
 * @param {string} folder
 * @param {number} port
 * @param {Account} account
 */
function startServer(folder, port, account) {
	/** @type {Record<string, string>} */
	const settings = { ...SETTINGS, port: `${port}`, listen_addresses: '127.0.0.1', unix_socket_directories: folder };
	const args = [
		'-D',
		join(folder, 'data'),
		...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
	];
	const server = spawn(program('postgres'), args, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], ...account });
	const started = {
		server,
		/** The end of what it printed. */
		output: '',
		ended: new Promise((resolve) => server.on('close', resolve).on('error', resolve)),
	};
	for (const stream of [server.stdout, server.stderr]) {
		stream.on('data', (text) => {
			started.output = `${started.output}${text}`.slice(-20_000);
		});
	}
	return started;
}

/**
 * PostgreSQL refuses to run as root: then it runs as the user that Debian's package makes for it, or as `nobody`.
 *
 * @returns {Account}
 */
function serverAccount() {
	if (process.getuid?.() !== 0) return undefined;
	for (const user of ['postgres', 'nobody']) {
		const ids = ['-u', '-g'].map((option) => spawnSync('id', [option, user], { encoding: 'utf8' }));
		const [uid, gid] = ids.map(({ status, stdout }) => (status === 0 ? Number(stdout) : Number.NaN));
		if (uid && gid) return { uid, gid };
	}
	throw new Error('PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody"');
}

/** @param {string} name */
function program(name) {
	const path = findCommand(name, postgresFolders());
	if (!path)
		throw new Error(`PostgreSQL's "${name}" was not found. npm run doctor shows where the setup looked for it`);
	return path;
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {Account} account
 */
function runTool(name, args, account) {
	// Not in the current folder, which that account may not enter.
	const { status, error, stdout, stderr } = spawnSync(program(name), args, { cwd: '/', encoding: 'utf8', ...account });
	if (status !== 0) throw new Error(`${name} failed: ${error?.message ?? `${stdout}${stderr}`}`);
}

/**
 * @param {number} port
 * @param {Account} account
 * @param {{ server: import('node:child_process').ChildProcess, output: string }} started
 */
async function untilReady(port, account, started) {
	const until = performance.now() + READY_WITHIN_MS;
	for (;;) {
		try {
			return runTool('pg_isready', ['-q', '-h', '127.0.0.1', '-p', `${port}`], account);
		} catch (error) {
			const over = started.server.exitCode !== null || performance.now() > until;
			if (over) throw new Error(`PostgreSQL did not start: ${error}\n${started.output}`);
			await sleep(50);
		}
	}
}
