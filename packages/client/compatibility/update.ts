// npm run compare -w @roomcast/client: compares the official SDK with ours and writes what it finds into surface.json.
// `npm run docs` makes the tables of docs/videosdk.md from it.
import { writeFile } from 'node:fs/promises';
import { findSurface, printSurface, SURFACE } from './surface.ts';

const rows = await findSurface();
await writeFile(SURFACE, printSurface(rows));
const different = rows.filter(({ found }) => found !== 'same');
for (const { group, name, found, why } of different)
	console.log(`${group}.${name}: ${found}${why ? '' : ' (no reason)'}`);
console.log(`${rows.length} names, ${rows.length - different.length} are the same.`);
