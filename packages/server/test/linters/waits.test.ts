import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const CALL = /\bvi\.waitFor\(/g;

/** How many calls of `vi.waitFor` in a source have no limit of their own, and so that of a second. */
function hasty(source: string): number {
	return [...source.matchAll(CALL)].filter(({ index, 0: call }) => {
		const rest = source.slice(index + call.length);
		let depth = 1;
		for (const [at, character] of [...rest].entries()) {
			if ('([{'.includes(character)) depth++;
			if (')]}'.includes(character)) depth--;
			// A comma that ends a line is not followed by another argument.
			if (depth === 1 && character === ',' && !/^\s*\)/.test(rest.slice(at + 1))) return false;
			if (depth === 0) return true;
		}
		return true;
	}).length;
}

it('waits in tests have a limit for hangs: a busy machine takes longer than the second that is usual', () => {
	const paths = globSync('{packages/*/{src,test},e2e}/**/*.{ts,tsx}', { cwd: ROOT, exclude: ['**/node_modules/**'] });
	expect(paths.length).toBeGreaterThan(500);
	const found = paths.filter((path) => !path.includes('linters') && hasty(readFileSync(join(ROOT, path), 'utf8')) > 0);
	expect(found).toEqual([]);
});

it('finds a wait without a limit, over several lines too', () => {
	const call = 'vi.waitFor';
	expect(hasty(`${call}(() => expect(all(1, 2)).toEqual([1, 2]));`)).toBe(1);
	expect(hasty(`${call}(\n\t() => expect(a).toBe(b),\n);`)).toBe(1);
	expect(hasty(`${call}(() => expect(a).toBe(b), { timeout: 5000 });`)).toBe(0);
	expect(hasty(`${call}(() => {\n\treturn f(a, b);\n}, SOON);`)).toBe(0);
});
