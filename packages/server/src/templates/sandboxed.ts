import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { BlamedError } from '../log/BlamedError.ts';
import type { DevTools } from './DevTools.ts';

const LOOKS = 20;
const LOOK_INTERVAL = 50;
/** `SECCOMP_MODE_FILTER` (proc_pid_status(5)). */
const FILTERED = /^Seccomp:\s*2$/m;

/** What to do where the sandbox does not work. */
export const SANDBOX_HINT =
	'Template pages are opened in the sandbox of Chromium only, which needs user namespaces or the package chromium-sandbox (docs/templates.md); ROOMCAST_TEMPLATE_SANDBOX=off opens them without';

/**
 * Makes sure that the pages of a browser run in its sandbox, as Linux sees it: wrappers and policies of a distribution may
 * have switched it off. Elsewhere a browser without `--no-sandbox` is believed.
 *
 * @throws Error when they do not
 */
export async function needSandbox(devTools: DevTools): Promise<void> {
	if (process.platform !== 'linux') return;
	for (let look = 0; look < LOOKS; look++) {
		if (look > 0) await setTimeout(LOOK_INTERVAL);
		const { processInfo } = await devTools.send('SystemInfo.getProcessInfo');
		const pages = (processInfo as { type: string; id: number }[]).filter(({ type }) => type === 'renderer');
		const states = await Promise.all(pages.map(({ id }) => readFile(`/proc/${id}/status`, 'utf8').catch(() => '')));
		const living = states.filter((state) => state !== '');
		if (living.length > 0 && living.every((state) => FILTERED.test(state))) return;
	}
	throw new BlamedError('operator', `its pages do not run in a sandbox. ${SANDBOX_HINT}`);
}
