import type { Meeting } from '@roomcast/client';
import { useCallback, useRef } from 'react';
import { listen, useSnapshot } from '../base/useSnapshot.ts';
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

/**
 * Who of the others spoke last: the big place does not empty when everybody is silent, and nobody wants to look at
 * themselves talk.
 */
export function useLastSpeaker(speaker: string | null, self: string, people: readonly { id: string }[]) {
	const last = useRef<string | undefined>(undefined);
	if (speaker !== null && speaker !== self) last.current = speaker;
	const present = people.some(({ id }) => id === last.current);
	return present ? last.current : people.find(({ id }) => id !== self)?.id;
}

/** Id of the current speaker, or null. */
export function useActiveSpeaker(meeting: Meeting): string | null {
	return useSnapshot(
		useCallback((changed) => listen(meeting, ['speaker-changed'], changed), [meeting]),
		useCallback(() => meeting.activeSpeakerId, [meeting]),
	);
}
