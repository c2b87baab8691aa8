import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../installation.ts';
import { code, table } from './markdown.ts';

/** A row of `packages/client/compatibility/surface.json`. */
interface Row {
	readonly group: string;
	readonly name: string;
	readonly found: string;
	readonly why?: string;
}

/** The tables of how the browser SDK compares with the one of VideoSDK: what is different, and what is the same. */
export function clientSurface(): string {
	const file = join(ROOT, 'packages/client/compatibility/surface.json');
	const rows: Row[] = JSON.parse(readFileSync(file, 'utf8'));
	const different = rows.filter(({ found, why }) => found !== 'same' || why !== undefined);
	const groups = [...new Set(rows.map(({ group }) => group))];
	const counts = groups.map((group) => {
		const all = rows.filter((row) => row.group === group);
		const same = all.filter((row) => !different.includes(row));
		const names = same.map(({ name }) => code(name)).join(', ');
		return [group, `${same.length} of ${all.length}`, names];
	});
	const differences = different.map(({ group, name, found, why = '' }) => [
		group,
		code(name),
		found === 'same' ? 'the same' : found === 'missing' ? 'missing' : found,
		why,
	]);
	return [
		`${rows.length} names, of which ${rows.length - different.length} are the same.`,
		table(['belongs to', 'name', 'type', 'what you have to know'], differences),
		table(['belongs to', 'the same', 'names'], counts),
	].join('\n\n');
}
