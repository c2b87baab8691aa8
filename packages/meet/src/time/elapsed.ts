import { useEffect, useState } from 'react';
import { epochMs } from './clock.ts';

/** The time since a moment as a clock shows it, second by second; nothing where the moment is not known. @param since epoch ms */
export function useElapsed(since: number | undefined): string | undefined {
	const [passed, setPassed] = useState(0);
	useEffect(() => {
		if (since === undefined) return;
		// The wall clock says once how long ago it was: it may be set meanwhile.
		const begin = performance.now() - (epochMs() - since);
		let timer: ReturnType<typeof setTimeout>;
		// At the turn of each second, so that none is skipped or shown twice as long.
		const tick = () => {
			const passed = performance.now() - begin;
			setPassed(passed);
			timer = setTimeout(tick, 1000 - (passed % 1000));
		};
		tick();
		return () => clearTimeout(timer);
	}, [since]);
	return since === undefined ? undefined : elapsed(passed);
}

const two = (value: number) => String(value).padStart(2, '0');

/** A length of time as a clock shows it: `0:07`, `12:34`, `1:02:03`. @param ms never shown below 0 */
export function elapsed(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const minutes = Math.floor(seconds / 60);
	const hours = Math.floor(minutes / 60);
	const short = `${hours > 0 ? two(minutes % 60) : minutes}:${two(seconds % 60)}`;
	return hours > 0 ? `${hours}:${short}` : short;
}
