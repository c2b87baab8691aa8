import { readFile, rename, writeFile } from 'node:fs/promises';

/** A stretch of a recording in which nothing came, ms from its start. */
export interface Gap {
	readonly fromMs: number;
	readonly toMs: number;
}

/** Kept beside a recording as `<file>.json`: when it began in the world, and its gaps. */
export interface Sidecar {
	/** Epoch ms of the file's first moment. */
	readonly startedAt: number;
	readonly gaps: readonly Gap[];
	/** The picture is black from beginning to end: nobody showed one. */
	readonly standIn?: boolean;
}

export function sidecarPath(path: string): string {
	return `${path}.json`;
}

/** Writes it whole or not at all. */
export async function writeSidecar(path: string, sidecar: Sidecar): Promise<void> {
	const target = sidecarPath(path);
	await writeFile(`${target}.new`, `${JSON.stringify(sidecar)}\n`);
	await rename(`${target}.new`, target);
}

/** @returns `undefined` where there is none or it is not readable */
export async function readSidecar(path: string): Promise<Sidecar | undefined> {
	try {
		const value: unknown = JSON.parse(await readFile(sidecarPath(path), 'utf8'));
		if (typeof value !== 'object' || value === null) return undefined;
		const { startedAt, gaps, standIn } = value as { startedAt?: unknown; gaps?: unknown; standIn?: unknown };
		if (typeof startedAt !== 'number') return undefined;
		return { startedAt, gaps: Array.isArray(gaps) ? (gaps as Gap[]) : [], standIn: standIn === true };
	} catch {
		return undefined;
	}
}
