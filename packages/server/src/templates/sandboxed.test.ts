import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { DevTools } from './DevTools.ts';
import { needSandbox } from './sandboxed.ts';

/** What Linux says of this process: whether system calls are filtered for it, and so for what it starts. */
const filtered =
	process.platform === 'linux' && /^Seccomp:\s*2$/m.test(await readFile('/proc/self/status', 'utf8').catch(() => ''));

/** A browser whose processes are these. */
const browser = (processInfo: readonly { type: string; id: number }[]) =>
	({ send: async () => ({ processInfo }) }) as unknown as DevTools;

/** A process that does nothing, in no sandbox but that of the tests. */
async function idle(): Promise<number> {
	const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
	onTestFinished(() => void child.kill());
	await once(child, 'spawn');
	return child.pid ?? 0;
}

it.runIf(process.platform === 'linux' && !filtered)(
	'pages outside the sandbox are refused, with the setting that opens them without it',
	async () => {
		const renderer = { type: 'renderer', id: await idle() };
		const refused = needSandbox(browser([{ type: 'browser', id: process.pid }, renderer]));
		await expect(refused).rejects.toThrow(/do not run in a sandbox.*ROOMCAST_TEMPLATE_SANDBOX=off/);
	},
);

it.runIf(process.platform === 'linux')('a browser without pages is not believed to have a sandbox', async () => {
	await expect(needSandbox(browser([{ type: 'browser', id: process.pid }]))).rejects.toThrow(/sandbox/);
});

it.runIf(filtered)('pages in the sandbox are taken', async () => {
	await needSandbox(browser([{ type: 'renderer', id: await idle() }]));
});
