import { type ReactNode, useEffect, useRef } from 'react';
import { useParticipantSelector } from '../hooks/useParticipant.ts';
import { playTrack } from './playTrack.ts';

/** Properties of {@link AudioPlayer}. */
export interface AudioPlayerProps {
	readonly participantId: string;
	/** The microphone (`audio`, the default) or the sound of the screen. */
	readonly type?: 'audio' | 'shareAudio' | undefined;
	/** The speaker: a `deviceId` of `getPlaybackDevices()`; that of the system when not given. Roomcast's own. */
	readonly deviceId?: string | undefined;
}

/** Plays a participant's microphone or the sound of its screen. One does not hear oneself. */
export function AudioPlayer({ participantId, type = 'audio', deviceId = '' }: AudioPlayerProps): ReactNode {
	const track = useParticipantSelector(participantId, (state) =>
		state.isLocal ? undefined : (type === 'shareAudio' ? state.screenShareAudioStream : state.micStream)?.track,
	);
	const audio = useRef<HTMLAudioElement>(null);
	useEffect(() => {
		return audio.current && track ? playTrack(audio.current, track) : undefined;
	}, [track]);
	useEffect(() => {
		// Not every browser can choose, and a speaker may be unplugged: then the system's one plays.
		if (audio.current && audio.current.sinkId !== deviceId) audio.current.setSinkId?.(deviceId).catch(() => {});
	}, [deviceId]);
	return (
		// biome-ignore lint/a11y/useMediaCaption: people who speak have no caption track.
		<audio ref={audio} autoPlay />
	);
}
