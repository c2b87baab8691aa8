import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { BlamedError } from '../log/BlamedError.ts';

/** What distributions call it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
/** Where macOS has it. */
const MACOS = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * The browser that shows template pages.
 *
 * @param named the path that the operator names
 * @param path folders to look in otherwise, as in `PATH`
 * @throws Error saying what is missing
 */
export async function findChromium(named: string | undefined, path: string): Promise<string> {
	if (named !== undefined) {
		if (await runs(named)) return named;
		throw new BlamedError('operator', `template pages need Chromium, and ${named} (ROOMCAST_CHROMIUM) is no program`);
	}
	for (const folder of path.split(delimiter).filter(Boolean)) {
		for (const name of NAMES) if (await runs(join(folder, name))) return join(folder, name);
	}
	if (await runs(MACOS)) return MACOS;
	throw new BlamedError(
		'operator',
		`template pages need Chromium: none of ${NAMES.join(', ')} is on the PATH; ROOMCAST_CHROMIUM names one`,
	);
}

function runs(path: string): Promise<boolean> {
	return access(path, constants.X_OK).then(
		() => true,
		() => false,
	);
}
