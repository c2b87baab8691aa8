import { readdir, readFile } from 'node:fs/promises';

/** Process ids of the children of a process whose command line has a text in it. */
export async function childrenOf(pid: number, text: string): Promise<number[]> {
	const found: number[] = [];
	for (const task of await readdir(`/proc/${pid}/task`)) {
		const children = await readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '');
		for (const child of children.trim().split(/\s+/).filter(Boolean)) {
			const command = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '');
			if (command.includes(text)) found.push(Number(child));
		}
	}
	return found;
}
