import type { Rolldown } from 'vite';

type Modules = Pick<Rolldown.ChunkingContext, 'getModuleInfo'>;

/**
 * Whether a module loads with the entry: itself, or a module that imports it other than when it is used.
 *
 * @param seen modules that are being asked already
 */
export function neededByCalls(id: string, modules: Modules, seen: ReadonlySet<string> = new Set()): boolean {
	const info = modules.getModuleInfo(id);
	if (info === null || seen.has(id)) return false;
	if (info.isEntry) return true;
	const asked = new Set([...seen, id]);
	return info.importers.some((importer) => neededByCalls(importer, modules, asked));
}
