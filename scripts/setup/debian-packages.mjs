import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

const DATABASE = '/var/lib/dpkg/status';

/** @type {Map<string, Map<string, string | undefined>>} answers of dpkg-query, by state of its database and question */
const known = new Map();

/**
 * The installed versions of Debian packages.
 *
 * @param {string[]} names
 * @returns {Map<string, string | undefined>} undefined for one that is not installed; all of them on other systems
 */
export function debianVersions(names) {
	const database = statSync(DATABASE, { throwIfNoEntry: false });
	if (!database) return new Map(names.map((name) => [name, undefined]));
	// Several steps ask the same, and a start should not wait for the same program three times.
	const question = `${database.mtimeMs} ${names.join(' ')}`;
	const versions = known.get(question) ?? ask(names);
	known.set(question, versions);
	return versions;
}

/**
 * @param {string[]} names
 * @returns {Map<string, string | undefined>}
 */
function ask(names) {
	// biome-ignore lint/suspicious/noTemplateCurlyInString: The names are for dpkg-query to fill in.
	const format = '${db:Status-Status} ${Package} ${Version}\n';
	const { stdout } = spawnSync('dpkg-query', ['-W', '-f', format, ...names], { encoding: 'utf8' });
	const versions = new Map();
	for (const line of (stdout ?? '').split('\n')) {
		const [status, name, version] = line.split(' ');
		if (status === 'installed' && name) versions.set(name, version);
	}
	return new Map(names.map((name) => [name, versions.get(name)]));
}
