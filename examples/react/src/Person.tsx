import { AudioPlayer, useParticipant, VideoPlayer } from '@roomcast/react';
import { memo } from 'react';

/** Somebody in the call: camera, screen and sound. */
export const Person = memo(function Person({ id }: { id: string }) {
	const { displayName, micOn, screenShareOn, isActiveSpeaker } = useParticipant(id);
	const box = { width: 320, height: 180 };
	return (
		<figure style={{ margin: 0, outline: isActiveSpeaker ? '3px solid green' : 'none' }}>
			<VideoPlayer participantId={id} containerStyle={box} />
			{screenShareOn && <VideoPlayer participantId={id} type="share" containerStyle={box} />}
			<AudioPlayer participantId={id} />
			<AudioPlayer participantId={id} type="shareAudio" />
			<figcaption>{micOn ? displayName : `${displayName} (muted)`}</figcaption>
		</figure>
	);
});
