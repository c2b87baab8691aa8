import { join } from 'node:path';
import type { FastifyStaticOptions } from '@fastify/static';

/** How the files of a built page are served: what has a hash of its content in its name, for ever. */
export function builtFiles(folder: string) {
	return {
		root: folder,
		index: false,
		dotfiles: 'ignore',
		cacheControl: false,
		suppressWarning: true,
		schemaHide: true,
		setHeaders(reply, path) {
			reply.header('x-content-type-options', 'nosniff');
			// The build puts a hash of the content into every name below assets/.
			const immutable = path.startsWith(join(folder, 'assets/'));
			reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
		},
	} as const satisfies FastifyStaticOptions;
}
