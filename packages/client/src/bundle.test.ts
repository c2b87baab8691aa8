import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DECLARATIONS, TYPES } from '../build/declarations.ts';
import { GLOBALS } from '../build/umd.ts';

/** Most that a call may load of the SDK, in bytes, gzipped. */
const LIMIT = 100_000;

const run = promisify(execFile);
const SOURCES = fileURLToPath(new URL('..', import.meta.url));
const TSC = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));

/** The package as `npm run build` makes it. */
let built: string;
let chunks: Rolldown.OutputChunk[];
let script: string;

beforeAll(async () => {
	built = await emptyFolder();
	const configFile = join(SOURCES, 'vite.config.ts');
	const outputs = (await build({
		configFile,
		build: { outDir: join(built, 'dist'), emptyOutDir: true },
	})) as Rolldown.RolldownOutput[];
	const [module, single] = outputs.map(({ output }) => output.filter((file) => file.type === 'chunk'));
	chunks = module ?? [];
	expect(single).toHaveLength(1);
	script = single?.[0]?.code ?? '';
	await run(process.execPath, [join(SOURCES, 'build/declarations.ts'), join(built, 'dist')]);
	for (const name of ['package.json', 'README.md', 'LICENSE']) await copyFile(join(SOURCES, name), join(built, name));
}, 120_000);
afterAll(() => rm(built, { recursive: true }));

describe('the module', () => {
	it(`is at most ${LIMIT / 1000} kB gzipped for a call`, () => {
		const loaded = statically('roomcast-client.js').map(({ code }) => gzipSync(code, { level: 9 }).length);
		expect(loaded.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(LIMIT);
	});

	it('imports only its own parts, which have a hash in their names', () => {
		for (const { code } of chunks) {
			const imported = [...code.matchAll(/\b(?:from|import)\s*\(?\s*["'`]([^"'`]*)["'`]/g)].map(
				([, name = '']) => name,
			);
			for (const name of imported) {
				expect(name).toMatch(/^\.\/roomcast-client(\.[\w.-]+-[0-9a-f]{12})?\.js$/);
				expect(chunks.map(({ fileName }) => `./${fileName}`)).toContain(name);
			}
			expect(code).not.toMatch(/\brequire\(["']/);
		}
	});

	it('has no test doubles of its packages in it', () => {
		const modules = chunks.flatMap(({ modules }) => Object.entries(modules));
		const fakes = modules.filter(([id, { renderedLength }]) => /fake/i.test(id) && renderedLength > 200);
		expect(fakes.map(([id]) => id)).toEqual([]);
	});

	it('exports what index.ts exports', async () => {
		const index = await import('./index.ts');
		const entry = chunks.find(({ isEntry }) => isEntry);
		expect(entry?.exports.toSorted()).toEqual(Object.keys(index).toSorted());
	});
});

describe('the script', () => {
	it('puts VideoSDK on window, and only what VideoSDK puts there', async () => {
		const page = createContext({ console });
		const before = Object.keys(page);
		runInContext(`var self = globalThis; ${script}`, page);
		expect(runInContext('typeof window === "undefined" && typeof VideoSDK.initMeeting', page)).toBe('function');
		const added = Object.keys(page).filter((name) => !before.includes(name) && name !== 'self');
		for (const name of added) expect(GLOBALS).toContain(name);
	});

	it('defines a module of AMD', () => {
		const page = createContext({ console });
		runInContext('var all; function define(names, factory) { factory(all = {}); } define.amd = {};', page);
		runInContext(script, page);
		expect(runInContext('typeof VideoSDK + typeof all.VideoSDK.config', page)).toBe('undefinedfunction');
	});
});

describe('the declarations', () => {
	it('are one file, for import and for require, that needs no package', async () => {
		const [module = '', required] = await Promise.all(
			DECLARATIONS.map((name) => readFile(join(built, 'dist', name), 'utf8')),
		);
		expect(module).toMatch(/^declare class Meeting /m);
		expect(module).not.toMatch(/^import\b|\bfrom\s+['"]|\bimport\(/m);
		expect(required).toBe(module);
		const written = (await readdir(join(built, 'dist'), { recursive: true })).filter((name) => /\.d\.\w+$/.test(name));
		expect(written.toSorted()).toEqual(DECLARATIONS.toSorted());
	});

	it('say of the contract what the contract says', async () => {
		const folder = await emptyFolder();
		try {
			const names = Object.keys(TYPES);
			const declared = await readFile(join(built, 'dist/roomcast-client.d.ts'), 'utf8');
			const all = names.map((name) => `${name}: ${name}`).join(';');
			await writeFile(join(folder, 'declared.d.mts'), `${declared}export interface Declared { ${all} }`);
			const same = names.map(
				(name) =>
					`export const ${name}: [(of: Truth.${name}) => Declared['${name}'], (of: Declared['${name}']) => Truth.${name}] = [(of) => of, (of) => of];`,
			);
			const imports = [
				`import type * as Truth from '${join(import.meta.dirname, 'contract/types.ts')}';`,
				"import type { Declared } from './declared.d.mts';",
			];
			await writeFile(join(folder, 'same.mts'), [...imports, ...same].join('\n'));
			const project = {
				extends: fileURLToPath(new URL('../tsconfig.build.json', import.meta.url)),
				include: ['same.mts'],
				exclude: [],
				compilerOptions: { rootDir: '/' },
			};
			await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
			const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
			const checked = promisify(execFile)(process.execPath, [
				tsc,
				'-p',
				folder,
				'--noEmit',
				'--emitDeclarationOnly',
				'false',
			]);
			expect(
				await checked.then(
					() => '',
					({ stdout }) => stdout,
				),
			).toBe('');
			const source = await readFile(join(import.meta.dirname, 'contract/types.ts'), 'utf8');
			const exported = [...source.matchAll(/export type \{([^}]*)\}/g)].flatMap(([, list = '']) => list.match(/\w+/g));
			expect(names.toSorted()).toEqual(exported.toSorted());
		} finally {
			await rm(folder, { recursive: true });
		}
	}, 120_000);
});

describe('the package', () => {
	let tarball: string;

	beforeAll(async () => {
		const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json'], { cwd: built });
		const [{ filename, files }] = JSON.parse(stdout);
		tarball = join(built, filename);
		const parts = files.map(({ path }: { path: string }) => path);
		const expected = [
			'LICENSE',
			'README.md',
			'dist/LICENSES.md',
			'package.json',
			...DECLARATIONS.map((name) => `dist/${name}`),
			'dist/roomcast-client.umd.cjs',
			...chunks.map(({ fileName }) => `dist/${fileName}`),
		];
		expect(parts.toSorted()).toEqual(expected.toSorted());
	}, 60_000);

	it('installs in an empty folder, type-checks there and loads, by import and by require', async () => {
		const folder = await emptyFolder();
		try {
			await writeFile(join(folder, 'package.json'), '{ "private": true }');
			// Without a network: it needs nothing but itself.
			const npm = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball];
			await run('npm', npm, { cwd: folder });
			expect((await readdir(join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'))).toEqual([
				'@roomcast',
			]);
			await writeFile(join(folder, 'app.mts'), APP);
			await writeFile(join(folder, 'app.cts'), APP);
			await mkdir(join(folder, 'bundled'));
			await writeFile(join(folder, 'bundled/app.ts'), APP);
			const strict = [
				'--strict',
				'--exactOptionalPropertyTypes',
				'--target',
				'es2022',
				'--lib',
				'es2022,dom,dom.iterable',
			];
			const to = ['--outDir', 'out', '--types', ''];
			await typeCheck(folder, [...strict, ...to, '--module', 'nodenext', 'app.mts', 'app.cts']);
			await typeCheck(folder, [...strict, ...to, '--module', 'preserve', '--noEmit', 'bundled/app.ts']);
			for (const name of ['out/app.mjs', 'out/app.cjs'])
				expect((await run(process.execPath, [name], { cwd: folder })).stdout, name).toBe('3056 function\n');
		} finally {
			await rm(folder, { recursive: true });
		}
	}, 120_000);

	// It takes packages from the registry: CONTRIBUTING.md says how to run it.
	it.runIf(process.env.ROOMCAST_TEST_PACKAGE)(
		'type-checks and runs in Jest, with older compilers too',
		async () => {
			const folder = await emptyFolder();
			try {
				await writeFile(join(folder, 'package.json'), '{ "private": true, "jest": { "preset": "ts-jest" } }');
				const packages = [
					'jest@30',
					'ts-jest@29',
					'jest-environment-jsdom@30',
					'@types/jest@30',
					'typescript@5',
					tarball,
				];
				await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], { cwd: folder });
				const options = {
					strict: true,
					target: 'es2022',
					module: 'commonjs',
					esModuleInterop: true,
					skipLibCheck: false,
				};
				await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
				await writeFile(join(folder, 'node.test.ts'), JEST);
				await writeFile(join(folder, 'page.test.ts'), `/** @${ENVIRONMENT} jsdom */\n${JEST}`);
				await run('npx', ['jest'], { cwd: folder });
				await writeFile(join(folder, 'app.ts'), APP);
				await run('npx', ['tsc', '--noEmit', '--strict', '--skipLibCheck', '--moduleResolution', 'node', 'app.ts'], {
					cwd: folder,
				});
			} finally {
				await rm(folder, { recursive: true });
			}
		},
		600_000,
	);
});

/** An app that uses types and values. */
const APP = `
import { type Meeting, MeetingError, type Participant, VideoSDK } from '@roomcast/client';
const names: string[] = [];
export function listen(meeting: Meeting): void {
	meeting.on('participant-joined', (participant: Participant) => names.push(participant.displayName));
}
console.log(VideoSDK.Constants.errors.ERROR_OPERATION_ABORTED, typeof MeetingError);
`;

const JEST = `
import { VideoSDK } from '@roomcast/client';
test('an app with the SDK', () => {
	VideoSDK.config('token');
	expect(VideoSDK.Constants.errors.ERROR_OPERATION_ABORTED).toBe(3056);
	// @ts-expect-error a meeting needs an id
	expect(() => VideoSDK.initMeeting({})).toThrow();
});
`;

/** Written apart: vitest would read it in this file, as Jest does in that one. */
const ENVIRONMENT = ['jest', 'environment'].join('-');

function emptyFolder(): Promise<string> {
	return mkdtemp(join(tmpdir(), 'roomcast-client-'));
}

/** A chunk and those that load with it, always. */
function statically(fileName: string, found: Rolldown.OutputChunk[] = []): Rolldown.OutputChunk[] {
	const chunk = chunks.find((one) => one.fileName === fileName);
	if (!chunk || found.includes(chunk)) return found;
	found.push(chunk);
	for (const name of chunk.imports) statically(name, found);
	return found;
}

async function typeCheck(cwd: string, args: string[]): Promise<void> {
	const faults = await run(process.execPath, [TSC, ...args], { cwd }).then(
		() => '',
		({ stdout }) => stdout,
	);
	expect(faults).toBe('');
}
