import { useCallback, useEffect, useState } from 'react';
import { ProblemScreen } from '../errors/ProblemScreen.tsx';
import { useKeepFocus } from '../focus/useKeepFocus.ts';
import { useStore } from '../hooks/useStore.ts';
import { Lobby } from '../lobby/Lobby.tsx';
import { useParameters } from '../parameters/ParametersContext.ts';
import { JoinAgain } from '../recorded/JoinAgain.tsx';
import { Busy } from '../ui/Busy.tsx';
import { WaitingScreen } from '../waiting/WaitingScreen.tsx';
import { RoomSession } from './RoomSession.ts';
import { SessionContext } from './SessionContext.ts';
import { useCallScreen } from './useCallScreen.ts';

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
