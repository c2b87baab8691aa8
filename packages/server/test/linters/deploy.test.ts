import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { SETTINGS } from '../../src/config/settings.ts';

const FOLDER = join(import.meta.dirname, '../../../../deploy');
/** Of the setup and of the command, not of the server. */
const OTHERS = ['ROOMCAST_CACHE_DIR', 'ROOMCAST_BUILT'];

const known = new Set<string>([...Object.values(SETTINGS).map(({ name }) => name), ...OTHERS]);
const SERVER = join(FOLDER, '../packages/server/src');
const SOURCES = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
	.map((name) => readFileSync(join(SERVER, name), 'utf8'));
const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

it.each(files.map(({ parentPath, name }) => join(parentPath, name)))(
	'%s names only settings that there are',
	(file) => {
		const names = [...readFileSync(file, 'utf8').matchAll(/\bROOMCAST_[A-Z0-9_]+/g)].map(([name]) => name);
		expect(names.filter((name) => !known.has(name))).toEqual([]);
	},
);

it('every variable of the compose files has a line in the example', () => {
	const example = readFileSync(join(FOLDER, 'docker/example.env'), 'utf8');
	const needed = ['compose.yaml', 'cluster.yaml'].flatMap((name) =>
		[...readFileSync(join(FOLDER, 'docker', name), 'utf8').matchAll(/\$\{([A-Z_]+)/g)].map(([, variable]) => variable),
	);
	expect(needed.length).toBeGreaterThan(5);
	for (const variable of needed) expect(example).toMatch(new RegExp(`^#?${variable}=`, 'm'));
});

it.each(['compose.yaml', 'cluster.yaml'])('%s mounts and waits for what it has', (name) => {
	const [compose, file] = ['compose.yaml', name].map((each) =>
		parse(readFileSync(join(FOLDER, 'docker', each), 'utf8')),
	);
	for (const { volumes = [], depends_on = {} } of Object.values<Service>(file.services)) {
		const named = volumes.map((volume) => volume.split(':')[0] ?? '').filter((source) => !source.startsWith('.'));
		expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(named));
		expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(depends_on)));
	}
	expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(file.services)));
});

it('each stage of the image that another one uses comes before it', () => {
	const stages: string[] = [];
	const used: string[] = [];
	for (const line of readFileSync(join(FOLDER, 'docker/Dockerfile'), 'utf8').split('\n')) {
		const [, copied] = /^COPY --from=(\S+)/.exec(line) ?? [];
		const [, base = '', name] = /^FROM (\S+)(?: AS (\S+))?$/.exec(line) ?? [];
		const wanted = copied ?? (base.includes(':') || base === '' ? undefined : base);
		if (wanted !== undefined) {
			used.push(wanted);
			expect(stages).toContain(wanted);
		}
		if (name !== undefined) stages.push(name);
	}
	expect(new Set(used)).toEqual(new Set(['build', 'roomcast']));
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).error === undefined;

it.skipIf(!hasSystemd)('systemd knows every line of the unit', () => {
	const folder = mkdtempSync(join(tmpdir(), 'roomcast-unit-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const unit = join(folder, 'roomcast.service');
	const text = readFileSync(join(FOLDER, 'systemd/roomcast.service'), 'utf8');
	// What it starts is not installed on this machine.
	writeFileSync(unit, text.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`));
	const { status, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
	expect(stderr.split('\n').filter((line) => line.includes(unit))).toEqual([]);
	expect(status).toBe(0);
});

it.each(['operations.md', 'cluster.md'])('docs/%s names only metrics that there are', (page) => {
	const text = readFileSync(join(FOLDER, '../docs', page), 'utf8');
	const names = [...text.matchAll(/`(roomcast_[a-z_]+)`/g)].map(([, name]) => `'${name}'`);
	expect(names.filter((name) => !SOURCES.some((source) => source.includes(name)))).toEqual([]);
});

interface Service {
	readonly volumes?: readonly string[];
	readonly depends_on?: object;
}
