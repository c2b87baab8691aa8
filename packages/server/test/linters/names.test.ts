import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

// A plain object answers to `constructor`, `toString` and `__proto__`, which it does not have. TypeScript refuses to look
// up any text in an object whose names are known; what is left are tables of any name and casts.
const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url));

/** Tables that are objects because a library or a caller wants them so; all who look names up in them ask `Object.hasOwn`. */
const OBJECTS = ['cli/src/commands.ts: COMMANDS', 'server/src/db/migrations/index.ts: MIGRATIONS'];

/** Files that look up a name which they have checked otherwise. */
const CHECKED = [
	// The first lookup of its kind is in a Map; requests that are not there are refused.
	'server/src/signalling/Connection.ts',
	'server/src/signalling/messages.ts',
];

/** A table with any names that is written down as an object. */
const TABLE = /^(?:export )?const (\w+): (?:(?:Readonly|Partial)<)*Record<string, .*= \{/gm;
/** A lookup of a name that a cast makes one of those which are there. */
const CAST = /[\w)\]]\??\.?\[[\w.]+ as [^\]]+\]/;
/** A lookup by `in`, which finds what every object inherits: of a variable, not of a literal. */
const IN = /(?:\(|&& |\|\| |!|= |return )\(?\w+ in [A-Z][A-Z_]+\b/;

async function sources(): Promise<[path: string, text: string][]> {
	const files = await readdir(PACKAGES, { recursive: true });
	const paths = files.filter((path) => /^[\w-]+\/src\/.*\.tsx?$/.test(path) && !/\.test\.tsx?$|\/testing\//.test(path));
	return Promise.all(
		paths.map(async (path) => [path, await readFile(join(PACKAGES, path), 'utf8')] as [string, string]),
	);
}

it('looks names from outside up in maps, not in plain objects', async () => {
	const tables: string[] = [];
	const casts: string[] = [];
	for (const [path, text] of await sources()) {
		for (const [, name] of text.matchAll(TABLE)) tables.push(`${path}: ${name}`);
		if (IN.test(text) || (CAST.test(text) && !text.includes('Object.hasOwn('))) casts.push(path);
	}
	expect(tables.toSorted(), 'make it a Map').toEqual(OBJECTS);
	expect(casts.toSorted(), 'ask Object.hasOwn before').toEqual(CHECKED);
});

it('knows such lookups when it sees them', () => {
	expect('const TYPES: Readonly<Record<string, string>> = {').toMatch(new RegExp(TABLE));
	expect("const SIZES: Record<Quality, Size> = { low: '1' };").not.toMatch(new RegExp(TABLE));
	expect('return MODES[name as keyof typeof MODES]').toMatch(CAST);
	expect('const [a, b] = pair as [string, string]').not.toMatch(CAST);
	expect('if (name in ERRORS)').toMatch(IN);
	expect("if ('code' in value)").not.toMatch(IN);
});
