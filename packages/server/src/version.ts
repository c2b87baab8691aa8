import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './installation.ts';

const text = readFileSync(join(ROOT, 'packages/server/package.json'), 'utf8');

/** Version of the server. */
export const VERSION: string = JSON.parse(text).version;
