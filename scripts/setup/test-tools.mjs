import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findCommand, isDebian, machineKind } from './machine.mjs';

/**
 * @typedef {object} Tool a program that only the tests use
 * @property {string} name
 * @property {string} debian package that has it
 * @property {string} why
 * @property {() => string | undefined} find its path
 * @property {() => boolean} [packaged] whether this system has a package of it; what needs it where there is none says so when it runs
 */

/** Where Debian has the RTMP module of nginx. */
const RTMP_MODULE = '/usr/lib/nginx/modules/ngx_rtmp_module.so';

/** @type {Tool[]} */
export const TEST_TOOLS = [
	{ name: 'Chromium', debian: 'chromium', why: 'end-to-end tests', find: findChromium },
	{
		name: 'Chromium headless shell',
		debian: 'chromium-headless-shell',
		why: 'end-to-end tests',
		// If it is missing, Chromium works as well, and takes more CPU.
		find: () => (isDebian() ? findHeadlessShell() : findTestBrowser()),
	},
	{
		name: 'PostgreSQL server',
		debian: 'postgresql',
		why: 'the scenarios on PostgreSQL',
		find: () => findCommand('postgres', postgresFolders()),
	},
	{ name: 'NATS server', debian: 'nats-server', why: 'the scenarios of a cluster', find: findNatsServer },
	{ name: 'coturn', debian: 'coturn', why: 'tests of TURN', find: () => findCommand('turnserver') },
	{ name: 'ffmpeg', debian: 'ffmpeg', why: 'tests that look at media', find: () => findCommand('ffmpeg') },
	{
		name: 'nginx with RTMP',
		debian: 'libnginx-mod-rtmp',
		why: 'tests of RTMP',
		find: findRtmpServer,
		packaged: isDebianKind,
	},
	{
		name: 'Firefox',
		debian: 'firefox-esr',
		why: 'end-to-end tests in Firefox',
		find: findFirefox,
		// Ubuntu has none of it, and its `firefox` is a snap.
		packaged: isDebian,
	},
	{
		name: 'ip of iproute2',
		debian: 'iproute2',
		why: 'end-to-end tests in Firefox',
		find: () => findCommand('ip', ['/usr/sbin', '/sbin']),
		packaged: isDebian,
	},
];

/** The tools that the setup can install, or that the system has packages of. */
export function packagedTestTools() {
	return TEST_TOOLS.filter(({ packaged }) => packaged?.() ?? true);
}

/** The tools that the tests need and that are not there. */
export function missingTestTools() {
	return packagedTestTools().filter((tool) => !tool.find());
}

/** NATS, where Debian puts it or in `PATH`. */
function findNatsServer() {
	return findCommand('nats-server', ['/usr/sbin', '/usr/local/sbin']);
}

/** nginx, where its RTMP module is there too: Debian's package of the module brings both. */
function findRtmpServer() {
	const found = existsSync(process.env.ROOMCAST_TEST_RTMP_MODULE ?? RTMP_MODULE);
	return found ? findCommand('nginx', ['/usr/sbin', '/usr/local/sbin']) : undefined;
}

function isDebianKind() {
	return machineKind() === 'debian';
}

/** Firefox with extended support, which changes least; another one has to be named, as not all that are called so can be driven. */
export function findFirefox() {
	return process.env.ROOMCAST_TEST_FIREFOX || findCommand('firefox-esr');
}

/** Chromium or Chrome, whichever is there. */
export function findChromium() {
	const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
	const macos = '/Applications/Google Chrome.app/Contents/MacOS';
	for (const name of names) {
		const path = findCommand(name);
		if (path) return path;
	}
	return findCommand('Google Chrome', [macos]);
}

/** Chromium without the browser around it: the same engine for two thirds of the CPU. */
function findHeadlessShell() {
	return findCommand('chromium-headless-shell');
}

/** What pages of end-to-end tests run in, where they need no whole browser. */
export function findTestBrowser() {
	return findHeadlessShell() ?? findChromium();
}

/** Folders that PostgreSQL's server programs may be in, the newest version first: Debian keeps them out of PATH. */
export function postgresFolders() {
	const versions = (/** @type {string} */ folder, /** @type {RegExp} */ pattern) =>
		namesIn(folder)
			.filter((name) => pattern.test(name))
			.sort((a, b) => Number.parseInt(b.replace(/\D+/, ''), 10) - Number.parseInt(a.replace(/\D+/, ''), 10))
			.map((name) => join(folder, name, 'bin'));
	return [
		...versions('/usr/lib/postgresql', /^\d+$/),
		...versions('/opt/homebrew/opt', /^postgresql@\d+$/),
		...versions('/usr/local/opt', /^postgresql@\d+$/),
	];
}

/** @param {string} folder */
function namesIn(folder) {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
