import { MAX_GRID_SIZE } from '@roomcast/contract/rest/compositionDefaults';
import type { Arrangement } from '../call/CallView.ts';
import { LAYOUT_PRIORITIES, LAYOUTS } from '../parameters/table.ts';

/**
 * What a message asks of the layout: JSON as `config.layout` of a recording has it, by itself or as `layout`, or the name
 * of a layout alone. What of it is not known is left out, since anybody in the call may write anything.
 */
export function layoutMessage(text: string): Partial<Arrangement> {
	const named = wordOf(LAYOUTS, text);
	if (named !== undefined) return { layout: named };
	let said: unknown;
	try {
		said = JSON.parse(text);
	} catch {
		return {};
	}
	const inner = isObject(said) && isObject(said.layout) ? said.layout : said;
	if (!isObject(inner)) return {};
	const layout = wordOf(LAYOUTS, inner.type);
	const priority = wordOf(LAYOUT_PRIORITIES, inner.priority);
	const { gridSize } = inner;
	return {
		...(layout === undefined ? {} : { layout }),
		...(priority === undefined ? {} : { priority }),
		...(Number.isInteger(gridSize) && Number(gridSize) >= 1 && Number(gridSize) <= MAX_GRID_SIZE
			? { gridSize: Number(gridSize) }
			: {}),
	};
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function wordOf<const T extends string>(words: readonly T[], value: unknown): T | undefined {
	return typeof value === 'string' ? words.find((word) => word === value.trim().toUpperCase()) : undefined;
}
