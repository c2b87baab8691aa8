import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './paths.mjs';

interface Entry {
	link?: boolean;
	dependencies?: Record<string, string>;
	devDependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
	packages: Record<string, Entry>;
};

/** Where Node.js would look for a package from a folder: in its own node_modules, then in those further up. */
function isLocked(name: string, from: string): boolean {
	if (packages[join(from, 'node_modules', name)]) return true;
	const up = from.match(/^(.*?)\/?(?:node_modules\/(?:@[^/]+\/)?[^/]+|packages\/[^/]+)$/)?.[1];
	return up !== undefined && isLocked(name, up);
}

// Each of these makes `npm ci` refuse a fresh clone, while everything goes on working where it was installed before.
describe('package-lock.json', () => {
	test.each(Object.keys(packages).filter((path) => !path.includes('node_modules')))(
		'has the dependencies that "%s/package.json" asks for',
		(path) => {
			const wanted = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8')) as Entry;
			const { dependencies, devDependencies, optionalDependencies } = packages[path] ?? {};
			expect({ dependencies, devDependencies, optionalDependencies }).toEqual({
				dependencies: wanted.dependencies,
				devDependencies: wanted.devDependencies,
				optionalDependencies: wanted.optionalDependencies,
			});
		},
	);

	test('has the builds of packages for other systems, also those that the registry did not offer when it was made', () => {
		const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
			Object.keys(optionalDependencies ?? {})
				.filter((name) => !isLocked(name, path))
				.map((name) => `${name}, asked for by ${path}`),
		);
		expect(missing).toEqual([]);
	});
});
