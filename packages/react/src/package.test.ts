import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const PACKAGE = join(import.meta.dirname, '..');
const ROOT = join(PACKAGE, '../..');

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-react-package-'));
	await build({ configFile: join(PACKAGE, 'vite.config.ts'), build: { outDir: join(folder, 'dist') } });
	await run(process.execPath, [join(PACKAGE, 'build/declarations.ts'), join(folder, 'dist')]);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

it('leaves React and the SDK to the app, and runs in browsers only', async () => {
	const { peerDependencies } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'));
	const allowed = [...Object.keys(peerDependencies), 'react/jsx-runtime'];
	for (const [name, pattern] of [
		['roomcast-react.js', /\bfrom\s*"([^"]+)"/g],
		['roomcast-react.cjs', /\brequire\("([^"]+)"\)/g],
	] as const) {
		const code = await readFile(join(folder, 'dist', name), 'utf8');
		expect(code).toMatch(/^["']use client["'];/);
		const imported = [...code.matchAll(pattern)].map(([, from]) => from);
		expect(imported.length).toBeGreaterThan(0);
		expect(allowed).toEqual(expect.arrayContaining(imported));
	}
});

it('exports the same to both, and what index.ts exports', async () => {
	const index = Object.keys(await import('./index.ts')).sort();
	const code = await readFile(join(folder, 'dist/roomcast-react.js'), 'utf8');
	const list = /export \{([^}]*)\};?\s*(?:\/\/.*\s*)?$/.exec(code)?.[1] ?? '';
	const names = list.split(',').map((name) => name.trim().split(' as ').at(-1));
	expect(names.toSorted()).toEqual(index);
	const required = await readFile(join(folder, 'dist/roomcast-react.cjs'), 'utf8');
	for (const name of index) expect(required).toMatch(new RegExp(`exports(\\.${name}\\b|, "${name}")`));
});

it('has declarations that apps compile with, for import and for require', async () => {
	const installed = join(folder, 'app/node_modules/@roomcast');
	await mkdir(installed, { recursive: true });
	await mkdir(join(installed, 'react'));
	await writeFile(join(installed, 'react/package.json'), await readFile(join(PACKAGE, 'package.json')));
	await symlink(join(folder, 'dist'), join(installed, 'react/dist'));
	const app = (extension: string) =>
		writeFile(
			join(folder, `app/app.${extension}`),
			[
				"import { useMeeting, useParticipant, type MeetingProviderProps } from '@roomcast/react';",
				"export const name = (): string => useParticipant('ann').displayName;",
				'export const join = (): Promise<void> => useMeeting({ onMeetingLeft: ({ code }) => void code.toFixed() }).join();',
				"export const props: MeetingProviderProps = { config: { meetingId: 'a' }, token: 'b' };",
				'// @ts-expect-error: not the name of any part of the state',
				'export const wrong = () => useMeeting().nothing;',
			].join('\n'),
		);
	await Promise.all([app('mts'), app('cts')]);
	const paths = {
		'@roomcast/client': [join(ROOT, 'packages/client/src/index.ts')],
		react: [dirnameOf('@types/react')],
	};
	const compilerOptions = {
		paths,
		target: 'es2024',
		lib: ['es2024', 'dom', 'dom.iterable'],
		module: 'nodenext',
		strict: true,
		noEmit: true,
		types: [],
		skipLibCheck: true,
		allowImportingTsExtensions: true,
		customConditions: [],
	};
	await writeFile(
		join(folder, 'app/tsconfig.json'),
		JSON.stringify({ compilerOptions, include: ['app.mts', 'app.cts'] }),
	);
	const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
	const said = await run(process.execPath, [tsc, '-p', join(folder, 'app')]).then(
		() => '',
		({ stdout }) => stdout,
	);
	expect(said).toBe('');
}, 60_000);

function dirnameOf(name: string): string {
	return join(createRequire(import.meta.url).resolve(`${name}/package.json`), '..');
}
