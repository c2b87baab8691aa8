import type { SessionRoom } from './SessionJournal.ts';

/** Minutes after which a session is closed when its room does not say (VideoSDK v2, create room). */
const DEFAULT_DURATION = 480;

/**
 * When a session is closed, even if people are in it.
 *
 * @param startedAt epoch ms of the first join, whatever server it was on
 * @returns epoch ms; undefined when nothing limits it
 */
export function closingTime({ autoCloseConfig }: SessionRoom, startedAt: number): number | undefined {
	if (autoCloseConfig === null) return undefined;
	return startedAt + (autoCloseConfig.duration ?? DEFAULT_DURATION) * 60_000;
}
