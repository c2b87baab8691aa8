import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { RoomcastError } from '@roomcast/contract';
import type { Database } from '../db/Database.ts';
import { epochMs } from '../time/clock.ts';
import { findLinkSecret, insertLinkSecret } from './linkSecretStore.ts';

/** What links lead to. */
export type LinkKind = 'files' | 'playlists';

/** What a link carries beside its path, as it came. */
export interface LinkQuery {
	readonly expires?: unknown;
	readonly signature?: unknown;
}

export interface FileLinksOptions {
	readonly secret: string;
	/** Base of every link, without a slash at its end. */
	readonly publicUrl: () => string;
	/** Epoch ms. */
	readonly now?: () => number;
}

/**
 * Links to files on this server: anyone who has one gets the file until it expires. Signed (HMAC-SHA256) with a secret
 * that the servers of a database share, so that nothing is kept about them.
 */
export class FileLinks {
	readonly #secret: string;
	readonly #publicUrl: () => string;
	readonly #now: () => number;

	constructor({ secret, publicUrl, now = epochMs }: FileLinksOptions) {
		this.#secret = secret;
		this.#publicUrl = publicUrl;
		this.#now = now;
	}

	/** With the secret of this database; made when there is none. Servers that start at once agree on one. */
	static async create(database: Database, publicUrl: () => string): Promise<FileLinks> {
		await insertLinkSecret(database.queries, randomBytes(32).toString('base64url'));
		return new FileLinks({ secret: await findLinkSecret(database.queries), publicUrl });
	}

	/**
	 * A link to a file of the local storage.
	 *
	 * @param expiresIn seconds
	 */
	make(key: string, expiresIn: number): string {
		return this.#link('files', key, expiresIn);
	}

	/**
	 * A link to a playlist, wherever it is stored: what it names is linked to in turn.
	 *
	 * @param id of the stored file
	 * @param expiresIn seconds
	 */
	makePlaylist(id: string, expiresIn: number): string {
		return this.#link('playlists', `${id}.m3u8`, expiresIn);
	}

	/**
	 * Let a link through, and no other.
	 *
	 * @param kind what the path of the link begins with, and what follows it
	 * @returns seconds for which it is still valid
	 * @throws RoomcastError FILE_LINK_INVALID, FILE_LINK_EXPIRED
	 */
	check(kind: LinkKind, name: string, { expires, signature }: LinkQuery): number {
		if (typeof expires !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(expires))
			throw new RoomcastError('FILE_LINK_INVALID', '`expires` and `signature` of the link are missing');
		const expected = Buffer.from(this.#sign(kind, name, Number(expires)));
		const given = Buffer.from(signature);
		if (given.length !== expected.length || !timingSafeEqual(given, expected))
			throw new RoomcastError('FILE_LINK_INVALID', 'its `signature` does not belong to its path and `expires`');
		const left = Number(expires) - this.#now() / 1000;
		if (left <= 0) {
			const at = new Date(Number(expires) * 1000).toISOString();
			throw new RoomcastError('FILE_LINK_EXPIRED', `it was valid until ${at}`);
		}
		return Math.floor(left);
	}

	#link(kind: LinkKind, name: string, expiresIn: number): string {
		const expires = Math.ceil(this.#now() / 1000) + expiresIn;
		const path = name.split('/').map(encodeURIComponent).join('/');
		return `${this.#publicUrl()}/${kind}/${path}?expires=${expires}&signature=${this.#sign(kind, name, expires)}`;
	}

	#sign(kind: LinkKind, name: string, expires: number): string {
		return createHmac('sha256', this.#secret).update(`${kind}\n${expires}\n${name}`).digest('base64url');
	}
}
