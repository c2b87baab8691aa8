import type { Plugin } from 'vite';

const WHEN_LOADED = 'const encoder = new TextEncoder();';
const WHEN_USED = 'const encoder = { encode: (text) => new TextEncoder().encode(text) };';

/**
 * TypeBox makes a `TextEncoder` when it is loaded. The pages of Jest (jsdom) have none: an app with the SDK could not be
 * tested there at all, although nothing that it uses there encodes.
 *
 * @throws Error when TypeBox does it otherwise, or does not do it any longer
 */
export const withoutEncoder: Plugin = {
	name: 'without-encoder',
	enforce: 'pre',
	transform(code, id) {
		if (!id.endsWith('/typebox/build/system/hashing/hash.mjs')) return null;
		if (!code.includes(WHEN_LOADED)) throw new Error(`${id} has no "${WHEN_LOADED}"`);
		return { code: code.replace(WHEN_LOADED, WHEN_USED), map: null };
	},
};
