import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { freePortRange } from './ports.ts';

/** So many that two processes which only look whether a port is free would meet: 2 × 1,200 of 10,000. */
const RANGES = 300;

it.runIf(process.platform === 'linux')('no two tests get the same port, in whatever process they are', async () => {
	const program = `
		import { freePortRange } from ${JSON.stringify(import.meta.resolve('./ports.ts'))};
		const ports = [];
		for (let i = 0; i < ${RANGES}; i++) ports.push(await freePortRange(4));
		console.log(JSON.stringify(ports));
		process.stdout.end();
		process.stdin.resume();`;
	const other = spawn(process.execPath, ['--input-type=module', '--eval', program], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const theirs: number[] = JSON.parse(await text(other.stdout));
	const ours: number[] = [];
	for (let i = 0; i < RANGES; i++) ours.push(await freePortRange(4));
	const all = [...theirs, ...ours].flatMap((first) => [first, first + 1, first + 2, first + 3]);
	expect(new Set(all).size).toBe(all.length);
	other.stdin.end();
	await once(other, 'exit');
});
