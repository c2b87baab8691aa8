/**
 * What streaming costs and how late it is. The parts are the files of `bench/live`, one after the other, or the one that is
 * named:
 *
 *   npm run bench -- live [PART] [ARGS]
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a part has. */
interface Part {
	/** @param args what follows its name */
	run(args: readonly string[]): Promise<void>;
}

const folder = join(import.meta.dirname, 'live');
const parts = readdirSync(folder)
	.filter((name) => name.endsWith('.ts'))
	.map((name) => name.slice(0, -3));
const [wanted, ...args] = process.argv.slice(2);
if (wanted !== undefined && !parts.includes(wanted)) {
	console.error(`Usage: npm run bench -- live [PART] [ARGS]\nParts: ${parts.join(', ')}`);
	process.exit(2);
}
for (const name of wanted === undefined ? parts : [wanted]) {
	const part = (await import(join(folder, `${name}.ts`))) as Part;
	console.log(`\n${name}`);
	await part.run(args);
}
