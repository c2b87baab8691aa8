import { ERRORS } from '@roomcast/contract/errors/table';
import type { Plugin } from 'vite';
import { CLIENT_ERRORS } from '../src/errors/clientErrors.ts';

/**
 * Of the errors of the server apps see names and numbers, and the SDK uses the words of a few: those of a refusal come with
 * it, and hints too.
 */
const leanErrors: Plugin = {
	name: 'lean-errors',
	enforce: 'pre',
	transform(_code, id) {
		if (!id.endsWith('/packages/contract/src/errors/table.ts')) return null;
		const rows = Object.entries(ERRORS).map(([name, { code, message }]) => [
			name,
			Object.hasOwn(CLIENT_ERRORS, name) ? { code, message } : { code },
		]);
		return { code: `export const ERRORS = ${JSON.stringify(Object.fromEntries(rows))};`, map: null };
	},
};

/** What the contract says of its messages for the docs: nobody sees it here, and it weighs 3 kB gzipped. */
const withoutDescriptions: Plugin = {
	name: 'without-descriptions',
	enforce: 'pre',
	transform(code, id) {
		if (!/\/packages\/contract\/src\/.*\.ts$/.test(id)) return null;
		// `null` as the map: what is left keeps its lines.
		const lines = (text: string) => text.replace(/[^\n]/g, '');
		return { code: code.replace(/\bdescription:\s*'(?:[^'\\\n]|\\.)*',?/g, lines), map: null };
	},
};

/** Leaves out of a bundle with the SDK in it what of the contract nobody sees there. */
export const leanContract: Plugin[] = [leanErrors, withoutDescriptions];
