import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeDeclarations } from '../build/declarations.ts';

/** An import of one file of the official declarations by another, over one line or several. */
const IMPORT = /^import \{([^}]*)\} from ["']\.\/(?:classes\/)?(\w+)["'];?$/gm;
/** Files of classes. */
const CLASSES = new Set([
	'meeting',
	'participant',
	'agentParticipant',
	'stream',
	'DeviceInfo',
	'pubSub',
	'realtimeStore',
]);
/** Our declarations, as the official ones import them. */
const OURS = '../ours/roomcast-client.js';

const OPTIONS = { strict: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [] };

/** A project for the compiler, with two sets of declarations. */
export interface ComparedProject {
	/** Its options. */
	readonly file: string;
	/** The official declarations, with our classes in them; without the official package, nothing. */
	readonly official: string;
	/** Ours. */
	readonly ours: string;
}

/**
 * Writes a project with the official declarations and ours. Where a file of the official ones takes a class from another,
 * it gets ours: otherwise a fault of `Stream` would be one of everything that has a stream.
 *
 * @param packageFolder the official package; without it the project has ours alone
 * @param folder where the project goes
 */
export async function writeProject(packageFolder: string | undefined, folder: string): Promise<ComparedProject> {
	await mkdir(join(folder, 'ours'), { recursive: true });
	writeDeclarations(join(folder, 'ours'));
	const ours = join(folder, 'ours/roomcast-client.d.ts');
	const declarations = await readFile(ours, 'utf8');
	const exported = new Set(/^export type \{([\s\S]*)/m.exec(declarations)?.[1]?.match(/\w+/g));
	const names = packageFolder === undefined ? [] : await readdir(packageFolder, { recursive: true });
	for (const name of names.filter((one) => one.endsWith('.d.ts'))) {
		const text = await readFile(join(packageFolder ?? '', name), 'utf8');
		const target = join(folder, 'official', name);
		await mkdir(dirname(target), { recursive: true });
		await writeFile(
			target,
			text.replaceAll(IMPORT, (all, names: string, file: string) =>
				CLASSES.has(file) ? importOurs(all, names.match(/\w+/g) ?? [], exported) : all,
			),
		);
	}
	const file = join(folder, 'tsconfig.json');
	const compilerOptions = { ...OPTIONS, module: 'preserve', skipLibCheck: true };
	await writeFile(file, JSON.stringify({ compilerOptions, include: ['**/*.d.ts'] }));
	return { file, official: join(folder, 'official'), ours };
}

/** Imports each name from our declarations instead, if they have it. */
function importOurs(original: string, names: readonly string[], exported: ReadonlySet<string>): string {
	const lines = [
		[names.filter((name) => exported.has(name)), `'${OURS}'`],
		[names.filter((name) => !exported.has(name)), original.replace(/[\s\S]* from /, '')],
	] as const;
	return lines
		.filter(([some]) => some.length > 0)
		.map(([some, from]) => `import { ${some.join(', ')} } from ${from}`)
		.join('\n');
}
