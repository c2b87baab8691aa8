import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');

/** Version of the server. */
export const VERSION: string = JSON.parse(text).version;
