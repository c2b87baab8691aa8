import { once } from 'node:events';
import { ReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import send from '@fastify/send';
import { RoomcastError } from '@roomcast/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../http/App.ts';
import type { FileLinks, LinkKind, LinkQuery } from './FileLinks.ts';
import { PLAYLIST_TYPE } from './playlist.ts';

export interface FileRoutesOptions {
	readonly links: FileLinks;
	/** What the links to files are links to. */
	readonly folder: string;
	/** A playlist whose files are linked to for so many seconds. */
	playlist(id: string, expiresIn: number): Promise<string>;
	/** @throws RoomcastError KEY_REVOKED when what a link leads to belongs to a revoked key */
	checkKey(kind: LinkKind, name: string): Promise<void>;
}

/** What pages of other origins may read beside the content. */
const EXPOSED = 'Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Last-Modified, X-Request-Id';

/**
 * For anyone who has a signed link, on pages of any origin: files of the local storage at `/files/…`, whole or in
 * ranges (RFC 9110, section 14), and playlists at `/playlists/…`. Not part of the OpenAPI document, because links are
 * made by the server only.
 */
export function registerFileRoutes(app: App, options: FileRoutesOptions): void {
	const { links, folder } = options;
	const open = async (request: FastifyRequest, reply: FastifyReply, kind: LinkKind) => {
		reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', EXPOSED);
		const name = (request.params as Record<string, string>)['*'] ?? '';
		const left = links.check(kind, name, request.query as LinkQuery);
		await options.checkKey(kind, name);
		return { name, left };
	};
	app.route({
		method: ['GET', 'HEAD'],
		url: '/files/*',
		handler: async (request: FastifyRequest, reply: FastifyReply) => {
			const { name, left } = await open(request, reply, 'files');
			return sendFile(request, reply, { key: name, folder, left });
		},
	});
	app.get('/playlists/*', { config: { costsStrangers: true } }, async (request, reply) => {
		const { name, left } = await open(request, reply, 'playlists');
		const text = await options.playlist(name.replace(/\.m3u8$/, ''), left);
		return reply.type(PLAYLIST_TYPE).header('cache-control', 'private, no-cache').send(text);
	});
}

async function sendFile(
	request: FastifyRequest,
	reply: FastifyReply,
	{ key, folder, left }: { key: string; folder: string; left: number },
): Promise<FastifyReply> {
	const path = key.split('/').map(encodeURIComponent).join('/');
	const found = await send(asked(request), `/${path}`, {
		root: folder,
		index: false,
		dotfiles: 'allow',
		cacheControl: false,
	});
	if (found.type === 'file') {
		const { headers } = found;
		await opened(found.stream);
		const name = key.split('/').at(-1) ?? key;
		return (
			reply
				.code(found.statusCode)
				.headers({ ...headers, ...(headers.ETag === undefined ? {} : { ETag: strong(headers.ETag) }) })
				.header('content-disposition', `inline; ${fileName(name)}`)
				// What is at a link never changes, and nobody should have it longer than the link is valid.
				.header('cache-control', `private, max-age=${left}, immutable`)
				.header('cross-origin-resource-policy', 'cross-origin')
				.header('x-content-type-options', 'nosniff')
				.send(found.stream)
		);
	}
	found.stream.destroy();
	if (found.statusCode === 416) {
		const range = found.headers['Content-Range'];
		if (range !== undefined) reply.header('content-range', range);
		throw new RoomcastError('FILE_RANGE_INVALID', `\`Range\` is ${request.headers.range}; the file has ${range}`);
	}
	if (found.statusCode === 412) return reply.code(412).send();
	throw new RoomcastError('FILE_NOT_FOUND');
}

/**
 * The library looks at a file before it opens it: the file may be deleted between the two.
 *
 * @throws RoomcastError FILE_NOT_FOUND
 */
async function opened(stream: Readable): Promise<void> {
	if (!(stream instanceof ReadStream)) return;
	try {
		await once(stream, 'open');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new RoomcastError('FILE_NOT_FOUND');
		throw error;
	}
}

/**
 * The request as the library looks at it. It makes weak ETags from size and time, and compares them as text. Stored files
 * are never written to, so theirs are strong, as `If-Range` wants them (RFC 9110, section 13.1.5).
 */
function asked({ method, headers }: FastifyRequest): Readable {
	const ifRange = headers['if-range'];
	const changed = typeof ifRange === 'string' && ifRange.startsWith('"') ? { 'if-range': `W/${ifRange}` } : {};
	return { method, headers: { ...headers, ...changed } } as unknown as Readable;
}

function strong(etag: string): string {
	return etag.replace(/^W\//, '');
}

/** `filename`, and `filename*` when there is more than ASCII in it (RFC 6266). */
function fileName(name: string): string {
	const plain = `filename="${name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_')}"`;
	if (/^[\x20-\x7e]*$/.test(name)) return plain;
	const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
	return `${plain}; filename*=UTF-8''${encoded}`;
}
