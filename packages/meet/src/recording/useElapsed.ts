import { useEffect, useState } from 'react';
import { elapsed } from './elapsed.ts';

/** The time since a moment as a clock shows it, second by second; nothing where the moment is not known. */
export function useElapsed(since: number | undefined): string | undefined {
	const [now, setNow] = useState(Date.now);
	useEffect(() => {
		if (since === undefined) return;
		let timer: ReturnType<typeof setTimeout>;
		// At the turn of each second, so that none is skipped or shown twice as long.
		const tick = () => {
			const now = Date.now();
			setNow(now);
			timer = setTimeout(tick, 1000 - ((now - since) % 1000));
		};
		tick();
		return () => clearTimeout(timer);
	}, [since]);
	return since === undefined ? undefined : elapsed(now - since);
}
