import { expect, it } from 'vitest';
import { bundleDeclarations } from './bundleDeclarations.ts';

const bundle = (files: Record<string, string>) =>
	bundleDeclarations('/index.d.ts', (file) => {
		const text = files[file];
		if (text === undefined) throw new Error(`no ${file}`);
		return text;
	});

it('puts what the entry exports, and what that needs, into one file', () => {
	const text = bundle({
		'/index.d.ts': "export { a, type B } from './a.ts';\nexport type { P } from 'package';\n",
		'/a.d.ts':
			"import { type Q } from 'package';\nimport type { C } from './c/c.tsx';\nexport type B = C | Q;\nexport declare function a(): B;\n",
		'/c/c.d.ts': 'interface Inner {\n    x: 1;\n}\nexport type C = Inner;\nexport {};\n',
	});
	expect(text).toBe(
		[
			"import type { Q } from 'package';",
			"export type { P } from 'package';",
			'type B = C | Q;',
			'declare function a(): B;',
			'interface Inner {\n    x: 1;\n}',
			'type C = Inner;',
			'export { B, a };\n',
		].join('\n'),
	);
});

it.each([
	['a name of two files', { '/b.d.ts': 'export type A = 1;\n' }, 'Two files declare A'],
	['a renaming import', { '/b.d.ts': "import type { X as Y } from 'x';\n" }, 'renames X as Y'],
	['an import of everything', { '/b.d.ts': "import * as x from 'x';\n" }, 'cannot be bundled'],
	['an import inside a type', { '/b.d.ts': "export type B = import('x').X;\n" }, 'cannot be bundled'],
])('refuses %s', (_what, more, message) => {
	const files = {
		'/index.d.ts': "export { type A } from './a.ts';\nexport { type B } from './b.ts';\n",
		'/a.d.ts': 'export type A = 0;\n',
	};
	expect(() => bundle({ ...files, ...more })).toThrow(message);
});
