import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @typedef {'debian' | 'linux' | 'macos' | 'other'} Kind */

/**
 * Which instructions fit this machine. `debian` includes what is derived from it and has its packages.
 *
 * @param {NodeJS.Platform} [platform]
 * @param {string} [osRelease] text of /etc/os-release
 * @returns {Kind}
 */
export function machineKind(platform = process.platform, osRelease = readOsRelease()) {
	if (platform === 'darwin') return 'macos';
	if (platform !== 'linux') return 'other';
	const ids = [...osRelease.matchAll(/^(?:ID|ID_LIKE)=["']?([^"'\n]*)/gm)].flatMap(([, value = '']) =>
		value.split(' '),
	);
	return ids.includes('debian') ? 'debian' : 'linux';
}

/**
 * Whether this is Debian itself, which has packages that some of its derivatives leave out.
 *
 * @param {string} [osRelease] text of /etc/os-release
 */
export function isDebian(osRelease = readOsRelease()) {
	return /^ID=["']?debian["']?$/m.test(osRelease);
}

function readOsRelease() {
	try {
		return readFileSync('/etc/os-release', 'utf8');
	} catch {
		return '';
	}
}

/**
 * Where a command is, without starting it.
 *
 * @param {string} name
 * @param {string[]} [folders] looked through before PATH
 * @returns {string | undefined} its path
 */
export function findCommand(name, folders = []) {
	for (const folder of [...folders, ...(process.env.PATH ?? '').split(delimiter)]) {
		const path = join(folder, name);
		if (folder && isExecutable(path)) return path;
	}
	return undefined;
}

/** @param {string} path */
export function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}
