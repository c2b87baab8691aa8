import { chown, mkdir, mkdtemp, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { BrowserAccount } from './browserAccount.ts';

const PREFIX = 'roomcast-browser-';

/**
 * A folder of a browser, which belongs to the account that the browser runs as, and to nobody else. It is outside the data
 * folder, which that account may not enter; a link in the register there says that it exists, for a server that comes after
 * one that was killed.
 */
export class BrowserFolder {
	readonly path: string;
	readonly #link: string;

	private constructor(path: string, link: string) {
		this.path = path;
		this.#link = link;
	}

	/**
	 * @param register folder of the links
	 * @param preferences of Chromium's profile (`Preferences`)
	 */
	static async create(
		register: string,
		account: BrowserAccount | undefined,
		preferences: object,
	): Promise<BrowserFolder> {
		await mkdir(register, { recursive: true, mode: 0o700 });
		const path = await mkdtemp(join(tmpdir(), PREFIX));
		const folder = new BrowserFolder(path, join(register, basename(path)));
		await symlink(path, folder.#link);
		const profile = join(path, 'Default');
		const file = join(profile, 'Preferences');
		await mkdir(profile, { mode: 0o700 });
		await writeFile(file, JSON.stringify(preferences), { mode: 0o600 });
		// The outermost last: from then on it is theirs.
		if (account !== undefined) for (const made of [file, profile, path]) await chown(made, account.uid, account.gid);
		return folder;
	}

	/** Removes it, after its browser has ended. */
	async remove(): Promise<void> {
		await remove(this.path);
		await rm(this.#link, { force: true });
	}

	/** Removes the folders of browsers whose server was killed. */
	static async sweep(register: string): Promise<void> {
		for (const name of await readdir(register).catch(() => [])) {
			const path = await readlink(join(register, name)).catch(() => undefined);
			if (path !== undefined && basename(path) === name && name.startsWith(PREFIX)) await remove(path);
		}
		await rm(register, { recursive: true, force: true, maxRetries: 3 });
	}
}

async function remove(path: string): Promise<void> {
	// Nobody else gets in while it is removed, who could put links to other places there.
	const [uid, gid] = [process.getuid?.(), process.getgid?.()];
	if (uid === 0 && gid !== undefined) await chown(path, uid, gid).catch(() => {});
	await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
