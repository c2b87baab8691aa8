import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SETTINGS } from '../packages/server/src/config/settings.ts';
import { ROOT } from './setup/paths.mjs';
import { START_USAGE } from './usage.mjs';

test('the settings that npm start -- --help names are settings of the server, with their defaults', () => {
	const lines = [...START_USAGE.matchAll(/^ {2}(ROOMCAST_\w+)(.*)$/gm)];
	expect(lines.length).toBeGreaterThan(8);
	const settings = new Map<string, { name: string; default?: string }>(
		Object.values(SETTINGS).map((setting) => [setting.name, setting]),
	);
	for (const [, name = '', text = ''] of lines) {
		expect(settings.has(name), `${name} is a setting`).toBe(true);
		const value = settings.get(name)?.default;
		if (value !== undefined) expect(text).toContain(`(${value})`);
	}
});

test('the pages that it points at are there', () => {
	for (const [page] of START_USAGE.matchAll(/docs\/[\w-]+\.md/g)) expect(existsSync(join(ROOT, page)), page).toBe(true);
});

test('it is answered before anything is installed, and writes nothing', () => {
	const clone = mkdtempSync(join(tmpdir(), 'roomcast-usage-'));
	try {
		cpSync(join(ROOT, 'scripts'), join(clone, 'scripts'), { recursive: true });
		const env = { ...process.env, ROOMCAST_CACHE_DIR: join(clone, 'cache') };
		const answer = execFileSync(process.execPath, ['scripts/start.mjs', '--help'], {
			cwd: clone,
			env,
			encoding: 'utf8',
		});
		expect(answer.trim()).toBe(START_USAGE);
		expect(existsSync(join(clone, 'cache'))).toBe(false);
	} finally {
		rmSync(clone, { recursive: true });
	}
});
