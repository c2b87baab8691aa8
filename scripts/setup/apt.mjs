import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, runCommand } from './command.mjs';
import { findCommand } from './machine.mjs';

const LOCK_WAIT_S = 300;
const RETRY_MS = 2_000;
/** What apt-get says when another process holds one of its locks, in the languages of its messages: here C. */
const LOCKED = /Could not get lock|Unable to lock|Unable to acquire the dpkg|is held by process/;

// SYSTEMD_OFFLINE makes `systemctl start` do nothing: packages that bring a service (PostgreSQL, coturn, nginx) start it
// when they are installed, and only their programs are wanted here.
const ENVIRONMENT = ['DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', 'SYSTEMD_OFFLINE=1'];

/** Services that packages of the setup contain. */
const SERVICES = [
	{ name: 'postgresql', broughtBy: 'postgresql' },
	{ name: 'nats-server', broughtBy: 'nats-server' },
	{ name: 'coturn', broughtBy: 'coturn' },
	{ name: 'nginx', broughtBy: 'libnginx-mod-rtmp' },
];

/**
 * @typedef {object} Doing
 * @property {import('./log.mjs').Log} log
 * @property {(text: string) => void} note
 * @property {<T>(action: () => Promise<T>) => Promise<T>} paused
 */

/**
 * Installs Debian packages in one go, and leaves no service of theirs running or to be started later.
 *
 * @param {string[]} packages
 * @param {Doing} doing
 * @throws when they cannot be installed, also for want of root's rights
 */
export async function aptInstall(packages, { log, note, paused }) {
	const root = await asRoot(paused);
	const apt = (/** @type {string[]} */ ...args) => [...root, 'env', ...ENVIRONMENT, 'apt-get', '-qq', ...args];
	note('apt-get update');
	try {
		await untilUnlocked(apt('update'), { log, note });
	} catch (error) {
		// If one source of packages does not answer, the others may be enough.
		log.write(`apt-get update failed, continuing: ${error}\n`);
	}
	note(`apt-get install ${packages.join(' ')}`);
	const options = [
		'-y',
		'--no-install-recommends',
		'-o',
		`DPkg::Lock::Timeout=${LOCK_WAIT_S}`,
		'-o',
		'Dpkg::Use-Pty=0',
	];
	await untilUnlocked(apt('install', ...options, ...packages), { log, note });
	for (const service of SERVICES.filter(({ broughtBy }) => packages.includes(broughtBy)).map(({ name }) => name)) {
		await runCommand(...split([...root, 'env', ...ENVIRONMENT, 'systemctl', 'disable', service]), { log }).catch(
			() => {},
		);
	}
}

/**
 * Runs an apt-get command, again and again while another one holds its locks. apt-get's own DPkg::Lock::Timeout does
 * not cover the lock of the package lists.
 *
 * @param {string[]} command
 * @param {object} options
 * @param {import('./log.mjs').Log} options.log
 * @param {(text: string) => void} options.note
 * @param {number} [options.retryMs]
 * @param {number} [options.waitMs] how long to go on trying
 */
export async function untilUnlocked(command, { log, note, retryMs = RETRY_MS, waitMs = LOCK_WAIT_S * 1000 }) {
	const until = performance.now() + waitMs;
	for (;;) {
		try {
			return await runCommand(...split(command), { log });
		} catch (error) {
			const locked = error instanceof CommandError && LOCKED.test(error.output);
			if (!locked || performance.now() + retryMs > until) throw error;
			note('waiting for another apt-get to end');
			await sleep(retryMs);
		}
	}
}

/**
 * @param {string[]} command
 * @returns {[string, string[]]}
 */
function split([name = '', ...args]) {
	return [name, args];
}

/** Whether packages can be installed here at all: an apt-get, and root or a way to become it. */
export function canUseApt() {
	return findCommand('apt-get') !== undefined && (process.getuid?.() === 0 || findCommand('sudo') !== undefined);
}

/**
 * What to put before a command so that it runs as root: nothing for root, else sudo, which may ask for a password when
 * a person is there to type it.
 *
 * @param {Doing['paused']} paused
 * @returns {Promise<string[]>}
 */
async function asRoot(paused) {
	if (process.getuid?.() === 0) return [];
	const needsNoPassword = await runCommand('sudo', ['-n', 'true']).then(
		() => true,
		() => false,
	);
	if (!needsNoPassword) {
		if (!process.stdin.isTTY) throw new Error('installing packages needs root, and sudo asks for a password');
		await paused(() => askForPassword());
	}
	return ['sudo', '-n'];
}

function askForPassword() {
	return new Promise((resolve, reject) => {
		const prompt = '[sudo] Password for %p to install packages: ';
		const child = spawn('sudo', ['-v', '-p', prompt], { stdio: 'inherit' });
		child.on('error', reject);
		child.on('close', (code) => (code === 0 ? resolve(undefined) : reject(new Error('sudo was refused'))));
	});
}
