import { RemoteAudio } from '../audio/RemoteAudio.tsx';
import { useCall } from '../call/CallContext.ts';
import { Stage } from '../call/Stage.tsx';
import { usePeople } from '../call/usePeople.ts';
import { useReceived } from '../call/useReceived.ts';
import { useParameters } from '../parameters/ParametersContext.ts';

/** The call as a recording or a stream shows it: the tiles and the sound, and nothing to click. */
export function RecordedCall() {
	const { meeting } = useCall();
	const { reduceEdgeSpacing } = useParameters();
	const others = usePeople(meeting).filter(({ local }) => !local);
	useReceived(meeting);
	return (
		<div data-testid="recorded-call" className={`h-dvh overflow-hidden ${reduceEdgeSpacing ? '' : 'p-4'}`}>
			<h1 className="sr-only">Call</h1>
			<Stage />
			{others.map((participant) => (
				<RemoteAudio key={participant.id} participant={participant} />
			))}
		</div>
	);
}
