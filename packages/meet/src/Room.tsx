import { useCallback, useEffect, useState } from 'react';
import { useKeepFocus } from './base/focus.ts';
import { useStore } from './base/Store.ts';
import { JoinAgain } from './entrance/JoinAgain.tsx';
import { Lobby } from './entrance/Lobby.tsx';
import { WaitingScreen } from './entrance/WaitingScreen.tsx';
import { ProblemScreen } from './errors/ProblemScreen.tsx';
import { useParameters } from './parameters/useParameters.ts';
import { RoomSession } from './session/RoomSession.ts';
import { SessionContext } from './session/SessionContext.ts';
import { Busy } from './ui/Page.tsx';

/** The server answers, and cannot let anybody in yet. */
const DELAYED = 'The server has a problem. Trying again…';

/** One room, from its join screen to the end of the visit. */
export function Room({ roomId }: { roomId: string }) {
	const parameters = useParameters();
	const [session] = useState(() => new RoomSession(roomId, parameters));
	const phase = useStore(session);
	const Call = useCallScreen(phase.name);
	useKeepFocus();

	useEffect(() => {
		document.title = `${roomId} · ${parameters.brandName}`;
	}, [roomId, parameters.brandName]);

	useEffect(() => {
		void session.prepare();
		const close = () => session.close();
		// A page that the browser brings back from its cache holds a call that is over.
		const broughtBack = ({ persisted }: PageTransitionEvent) => persisted && window.location.reload();
		window.addEventListener('pagehide', close);
		window.addEventListener('pageshow', broughtBack);
		return () => {
			window.removeEventListener('pagehide', close);
			window.removeEventListener('pageshow', broughtBack);
			close();
		};
	}, [session]);

	const retry = useCallback(() => void session.prepare(), [session]);

	if (parameters.isRecorder)
		return (
			<SessionContext value={session}>
				{phase.name === 'call' && Call !== undefined && <Call meeting={phase.meeting} />}
				{phase.name === 'over' && <JoinAgain problem={phase.problem} onRetry={retry} />}
			</SessionContext>
		);
	return (
		<SessionContext value={session}>
			{phase.name === 'preparing' && <Busy text="Opening the room…" />}
			{phase.name === 'lobby' && <Lobby />}
			{phase.name === 'joining' && <Busy text={phase.delayed ? DELAYED : 'Joining the call…'} />}
			{phase.name === 'waiting' && <WaitingScreen />}
			{phase.name === 'call' &&
				(Call === undefined ? <Busy text="Joining the call…" /> : <Call meeting={phase.meeting} />)}
			{phase.name === 'over' && <ProblemScreen problem={phase.problem} onRetry={retry} />}
		</SessionContext>
	);
}

type CallScreen = typeof import('./call/Call.tsx').Call;

/**
 * The screen of the call, which is loaded while the person is on the join screen; undefined before. Not `lazy`: React
 * holds what was suspended back for 300 ms, also when the code is there already, and the first picture with it.
 *
 * @param phase a load that failed is tried again when it changes
 */
function useCallScreen(phase: string): CallScreen | undefined {
	const [screen, setScreen] = useState<CallScreen>();
	const loaded = screen !== undefined;
	useEffect(() => {
		if (loaded) return;
		import('./call/Call.tsx').then(
			({ Call }) => setScreen(() => Call),
			(error: unknown) => console.warn(`The call screen did not load (${phase})`, error),
		);
	}, [loaded, phase]);
	return screen;
}
