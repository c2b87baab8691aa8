import type { Participant } from '@roomcast/client';
import { useEffect } from 'react';
import { useMediaStream } from '../base/elements.ts';
import { useStore } from '../base/Store.ts';
import { useSession } from '../session/SessionContext.ts';
import { useCall } from './CallContext.ts';
import { useStreamTrack } from './useParticipant.ts';

/** The sound of one of the others: the voice and, while they share a screen, its sound. */
export function RemoteAudio({ participant }: { participant: Participant }) {
	return (
		<>
			<Sound participant={participant} kind="audio" />
			<Sound participant={participant} kind="shareAudio" />
		</>
	);
}

function Sound({ participant, kind }: { participant: Participant; kind: 'audio' | 'shareAudio' }) {
	const { output } = useCall();
	const { speaker } = useSession();
	const speakerId = useStore(speaker);
	const track = useStreamTrack(participant, kind);
	const ref = useMediaStream<HTMLAudioElement>(track);

	useEffect(() => {
		const element = ref.current;
		if (element === null || track === undefined) return;
		return output.add(element);
	}, [output, track, ref]);

	useEffect(() => {
		const element = ref.current;
		if (element === null || speakerId === undefined || !('setSinkId' in element)) return;
		// A speaker that was unplugged: the system's is used until another one is chosen.
		element.setSinkId(speakerId).catch(() => element.setSinkId('').catch(() => undefined));
	}, [speakerId, ref]);

	if (track === undefined) return null;
	// biome-ignore lint/a11y/useMediaCaption: What people say in a call has no captions.
	return <audio ref={ref} autoPlay data-testid="remote-audio" data-participant-id={participant.id} data-kind={kind} />;
}
