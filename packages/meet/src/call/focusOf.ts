import type { Layout } from '../parameters/table.ts';

interface Candidates {
	readonly layout: Layout;
	/** Key of the tile that was pinned by hand; may be gone by now. */
	readonly pinned: string | undefined;
	/** Keys of the tiles that were pinned for everybody. */
	readonly shared: readonly string[];
	/** Keys of all tiles there are. */
	readonly keys: readonly string[];
	/** Keys of the shared screens, oldest first. */
	readonly screens: readonly string[];
	/** Who of the others spoke last. */
	readonly lastSpeaker: string | undefined;
}

/**
 * What has the big place: what was pinned here, else what was pinned for everybody, else the newest screen, else, in a layout with a big place, who speaks.
 * Nothing in a grid.
 */
export function focusOf({ layout, pinned, shared, keys, screens, lastSpeaker }: Candidates): readonly string[] {
	if (pinned !== undefined && keys.includes(pinned)) return [pinned];
	const shown = shared.filter((key) => keys.includes(key));
	if (shown.length > 0) return shown.slice(-1);
	const newest = screens.at(-1);
	if (newest !== undefined) return [newest];
	const wantsFocus = layout === 'SIDEBAR' || layout === 'SPOTLIGHT';
	return wantsFocus && lastSpeaker !== undefined ? [lastSpeaker] : [];
}
