import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../installation.ts';
import { code, table } from './markdown.ts';

/** The table of the methods of the server SDK, which `npm run docs` lists beside its sources. */
export function serverSdk(): string {
	const file = join(ROOT, 'packages/server-sdk/generate/methods.json');
	const rows: [call: string, request: string, title: string][] = JSON.parse(readFileSync(file, 'utf8'));
	return table(
		['method', 'request', 'what it does'],
		rows.map(([call, request, title]) => [code(call), code(request), title]),
	);
}
