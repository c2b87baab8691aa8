import { join } from 'node:path';
import type { FastifyStaticOptions } from '@fastify/static';

/** The build puts a hash of the content into every name below `assets/`. */
const HASHED_BELOW = 'assets/';

/**
 * How files are served that were built: in the compressed form that was made beside them, where the client takes it, and
 * kept by caches permanently where their name has a hash of their content.
 *
 * @param isHashed whether a name has it
 */
export function builtFiles(folder: string, isHashed = (path: string) => path.startsWith(join(folder, HASHED_BELOW))) {
	return {
		root: folder,
		index: false,
		dotfiles: 'ignore',
		cacheControl: false,
		suppressWarning: true,
		schemaHide: true,
		preCompressed: true,
		setHeaders(reply, path) {
			reply.header('x-content-type-options', 'nosniff');
			reply.header('cache-control', isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
		},
	} as const satisfies FastifyStaticOptions;
}
