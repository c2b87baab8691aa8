import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What the SDK is compared with. */
export const OFFICIAL = '@videosdk.live/js-sdk@1.1.1';

const run = promisify(execFile);

/**
 * Gets the package from the registry of npm, or from npm's cache.
 *
 * @param folder empty, where it is unpacked
 * @returns the folder of the package
 * @throws Error when npm cannot get it
 */
export async function fetchOfficialPackage(folder: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	await run('npm', ['pack', '--ignore-scripts', '--prefer-offline', OFFICIAL], { cwd: folder });
	const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error(`npm pack ${OFFICIAL} wrote no file`);
	await run('tar', ['xzf', tarball], { cwd: folder });
	return join(folder, 'package');
}
