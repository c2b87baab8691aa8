import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { areProgramsFresh, BUNDLES, isFresh, makeFresh } from './bundles.mjs';

let root: string;

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'roomcast-bundles-'));
	write('packages/server/src/main.ts', 'one');
	write('packages/composer/src/main.ts', 'one');
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string) {
	mkdirSync(join(root, path, '..'), { recursive: true });
	writeFileSync(join(root, path), text);
}

function bundle(name: string) {
	const found = BUNDLES.find((bundle) => bundle.name === name);
	if (found === undefined) throw new Error(`no bundle ${name}`);
	return found;
}

test('a bundle is fresh from its building until a source changes', () => {
	const server = bundle('server');
	expect(isFresh(root, server)).toBe(false);
	makeFresh(root, server, () => {});
	expect(isFresh(root, server)).toBe(true);
	write('packages/server/src/main.ts', 'two');
	expect(isFresh(root, server)).toBe(false);
});

test('a bundle whose building failed, or whose sources changed during it, is stale', () => {
	const server = bundle('server');
	makeFresh(root, server, () => {});
	const fail = () => {
		throw new Error('it does not build');
	};
	expect(() => makeFresh(root, server, fail)).toThrow('does not build');
	expect(isFresh(root, server)).toBe(false);
	makeFresh(root, server, () => write('packages/server/src/main.ts', 'two'));
	expect(isFresh(root, server)).toBe(false);
});

test('a bundle of which a file is missing, or was cut short, is stale', () => {
	const server = bundle('server');
	const file = join(root, 'packages/cli/dist/roomcast.js');
	const build = () => write('packages/cli/dist/roomcast.js', 'the program');
	makeFresh(root, server, build);
	expect(isFresh(root, server)).toBe(true);
	writeFileSync(file, '');
	expect(isFresh(root, server)).toBe(false);
	makeFresh(root, server, build);
	rmSync(file);
	expect(isFresh(root, server)).toBe(false);
});

test('the programs are fresh when both are: a server starts composers that understand it', () => {
	makeFresh(root, bundle('server'), () => {});
	expect(areProgramsFresh(root)).toBe(false);
	makeFresh(root, bundle('composer'), () => {});
	expect(areProgramsFresh(root)).toBe(true);
	write('packages/contract/src/composer/commands.ts', 'changed');
	expect(areProgramsFresh(root)).toBe(false);
});
