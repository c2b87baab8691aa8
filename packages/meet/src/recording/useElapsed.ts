import { useEffect, useState } from 'react';
import { epochMs } from '../time/clock.ts';
import { elapsed } from './elapsed.ts';

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
