import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Fails the build when what the page needs before it can show anything is too large: its script with everything that it
 * imports at once, its style sheets, and the font of Latin letters.
 *
 * @param most bytes on the wire, after Brotli
 */
export function sizeLimit(most: number): Plugin {
	return {
		name: 'roomcast-size-limit',
		apply: 'build',
		generateBundle(_options, bundle) {
			const first = new Set<string>();
			const take = (name: string) => {
				const file = bundle[name];
				if (file?.type !== 'chunk' || first.has(name)) return;
				first.add(name);
				for (const imported of file.imports) take(imported);
			};
			for (const file of Object.values(bundle)) {
				if (file.type === 'chunk' && file.isEntry) take(file.fileName);
				// Latin letters with marks come only where a name has them.
				if (file.type === 'asset' && /\.(css|woff2)$/.test(file.fileName) && !/-ext-/.test(file.fileName))
					first.add(file.fileName);
			}
			const sizes = [...first].map((name): [string, number] => {
				const file = bundle[name];
				return [name, file === undefined ? 0 : onTheWire(file.type === 'chunk' ? file.code : file.source)];
			});
			const size = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
			this.info(`the page begins with ${size} bytes: ${sizes.map(([name, bytes]) => `${name} ${bytes}`).join(', ')}`);
			if (size > most) this.error(`The page begins with ${size} bytes (Brotli); at most ${most} are allowed`);
		},
	};
}

function onTheWire(content: string | Uint8Array): number {
	return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}
