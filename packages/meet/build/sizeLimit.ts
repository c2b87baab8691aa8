import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Fails the build when the JavaScript that the page needs before it can show anything is too large.
 *
 * @param most bytes after gzip, of the entry and everything that it imports at once
 */
export function sizeLimit(most: number): Plugin {
	return {
		name: 'roomcast-size-limit',
		apply: 'build',
		generateBundle(_options, bundle) {
			const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
			const entry = chunks.find(({ isEntry }) => isEntry);
			const first = chunks.filter(({ fileName, isEntry }) => isEntry || entry?.imports.includes(fileName));
			const size = first.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
			if (size > most)
				this.error(`The page begins with ${size} bytes of JavaScript (gzip); at most ${most} are allowed`);
		},
	};
}
