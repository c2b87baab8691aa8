import { useEffect, useState } from 'react';

type CallScreen = typeof import('../call/Call.tsx').Call;

/**
 * The screen of the call, which is loaded while the person is on the join screen; undefined before. Not `lazy`: React
 * holds what was suspended back for 300 ms, also when the code is there already, and the first picture with it.
 *
 * @param phase a load that failed is tried again when it changes
 */
export function useCallScreen(phase: string): CallScreen | undefined {
	const [screen, setScreen] = useState<CallScreen>();
	const loaded = screen !== undefined;
	useEffect(() => {
		if (loaded) return;
		import('../call/Call.tsx').then(
			({ Call }) => setScreen(() => Call),
			(error: unknown) => console.warn(`The call screen did not load (${phase})`, error),
		);
	}, [loaded, phase]);
	return screen;
}
