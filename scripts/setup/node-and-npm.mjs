import { findCommand } from './machine.mjs';

const OLDEST_NODE = 20;

/**
 * The setup itself runs on the machine's Node.js; the server then runs on Node.js 24 (see node24.mjs).
 *
 * @type {import('./step.mjs').Step}
 */
export const nodeAndNpm = {
	name: 'Node.js and npm',
	needed() {
		if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) return 'looking for a newer Node.js';
		return findCommand('npm') ? undefined : 'looking for npm';
	},
	async run() {
		if (!findCommand('npm')) throw new Error('npm is not installed, or not in PATH');
		throw new Error(`this is Node.js ${process.versions.node}, required is ${OLDEST_NODE} or newer`);
	},
	howTo: {
		debian: `
apt-get install nodejs npm        (Debian 13 and newer: Node.js 20)
Older releases: packages for every Debian are at https://deb.nodesource.com`,
		linux: `
Install Node.js 24 with npm: from your distribution (Fedora: dnf install nodejs; Arch: pacman -S nodejs npm;
Alpine is not supported), or from https://nodejs.org`,
		macos: `
brew install node                 (or the installer from https://nodejs.org)`,
	},
};
