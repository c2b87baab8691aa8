import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';

/** What Roomcast makes in its data folder, and what the system has in the root of a disk. */
const OWN =
	/^(roomcast\.sqlite(-wal|-shm|-journal)?|development-key\.json(\.\d+)?|node-id|server\.lock|storage|captures|browsers|lost\+found)$/;
/** Of these, what nobody else may read whatever the umask: secrets of keys. */
const SECRET = /^(roomcast\.sqlite|development-key\.json)/;

/**
 * Makes the data folder, and takes from one that is there what the umask gives to nobody. A folder that holds other things
 * as well is not Roomcast's alone, and stays as it is, with a line in the log.
 *
 * @throws when it cannot be made or read
 */
export async function closeDataFolder(
	{ dataDir, storage, umask }: Pick<Config, 'dataDir' | 'storage' | 'umask'>,
	logger: Logger,
): Promise<void> {
	await mkdir(dataDir, { recursive: true, mode: 0o777 & ~umask });
	const names = await readdir(dataDir);
	const mode = await modeOf(dataDir);
	const stranger = names.find((name) => !OWN.test(name));
	if ((mode & umask) !== 0) {
		if (stranger !== undefined)
			logger.warn(
				`other accounts can enter the data folder ${dataDir} (mode ${octal(mode)}). It stays open, because it also holds other things, such as ${stranger}. Give Roomcast a separate folder`,
			);
		else if (await close(dataDir, mode & ~umask, logger))
			logger.warn(
				`others could enter the data folder ${dataDir} (mode ${octal(mode)}); its mode is ${octal(mode & ~umask)} now. If somebody else has to read recordings there, see ROOMCAST_UMASK`,
			);
	}
	for (const name of names.filter((each) => SECRET.test(each))) {
		const file = join(dataDir, name);
		const open = await modeOf(file).catch(() => 0);
		if ((open & 0o077) !== 0) await close(file, open & ~0o077, logger);
	}
	if (storage.type === 'file') await warnOfReaders(storage.folder, dataDir, umask, logger);
}

/** A folder that others read keeps its mode, but what is written there is not for them. */
async function warnOfReaders(folder: string, dataDir: string, umask: number, logger: Logger): Promise<void> {
	if (folder.startsWith(join(dataDir, '/'))) return;
	const mode = await modeOf(folder).catch(() => 0);
	if ((mode & umask) !== 0)
		logger.warn(
			`others may read the storage ${folder} (mode ${octal(mode)}), but not what is written there: ROOMCAST_UMASK is ${octal(umask)}. With 027 its group may, with 022 everybody`,
		);
}

async function modeOf(path: string): Promise<number> {
	return (await stat(path)).mode & 0o777;
}

/** @returns whether that was possible: it is not for who does not own it, nor on every file system */
async function close(path: string, mode: number, logger: Logger): Promise<boolean> {
	try {
		await chmod(path, mode);
		return true;
	} catch (error) {
		logger.warn({ err: error }, `other accounts can read ${path}, and its mode cannot be changed`);
		return false;
	}
}

const octal = (mode: number) => mode.toString(8).padStart(3, '0');
