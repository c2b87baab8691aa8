import { spawnSync } from 'node:child_process';

/**
 * The installed versions of Debian packages.
 *
 * @param {string[]} names
 * @returns {Map<string, string | undefined>} undefined for one that is not installed; all of them on other systems
 */
export function debianVersions(names) {
	const format = '${db:Status-Status} ${Package} ${Version}\n';
	const { stdout } = spawnSync('dpkg-query', ['-W', '-f', format, ...names], { encoding: 'utf8' });
	const versions = new Map();
	for (const line of (stdout ?? '').split('\n')) {
		const [status, name, version] = line.split(' ');
		if (status === 'installed' && name) versions.set(name, version);
	}
	return new Map(names.map((name) => [name, versions.get(name)]));
}
