import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MODULE = fileURLToPath(new URL('./run-child.mjs', import.meta.url));

/** A process that runs another instead of itself, which runs the given code. */
function inPlace(code: string) {
	const script = `import { runInPlace } from ${JSON.stringify(MODULE)};
		runInPlace(process.execPath, ['-e', ${JSON.stringify(code)}]);`;
	return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('the exit code is passed on', async () => {
	expect(await once(inPlace('process.exit(7)'), 'exit')).toEqual([7, null]);
});

test('an end by a signal is passed on', async () => {
	expect(await once(inPlace('process.kill(process.pid, "SIGTERM")'), 'exit')).toEqual([null, 'SIGTERM']);
});

test('a signal that arrives twice at once, from the terminal and from npm, arrives once', async () => {
	const child = inPlace(`let count = 0;
		process.on('SIGINT', () => { if (++count === 1) setTimeout(() => process.exit(count), 200); });
		setInterval(() => {}, 1000);
		console.log('ready');`);
	await once(child.stdout, 'data');
	child.kill('SIGINT');
	child.kill('SIGINT');
	expect(await once(child, 'exit')).toEqual([1, null]);
});
