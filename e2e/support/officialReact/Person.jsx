import { AudioPlayer, useParticipant, useStream, VideoPlayer } from '@videosdk.live/react-sdk';
import { expose, handlers } from './log.js';

const EVENTS = [
	'onMediaStatusChanged',
	'onStreamDisabled',
	'onStreamEnabled',
	'onStreamPaused',
	'onStreamResumed',
	'onVideoQualityChanged',
];

/** Somebody, with picture and sound. */
export function Person({ id }) {
	const person = useParticipant(id, handlers(`${id} `, EVENTS));
	const camera = useStream(person.webcamStream?.id, handlers(`${id} `, ['onStreamStateChanged']));
	expose({ [`person-${id}`]: person, [`camera-${id}`]: camera });
	return (
		<figure id={`person-${id}`}>
			<figcaption>
				{`${person.displayName} ${person.isLocal ? 'local' : 'remote'} mic ${person.micOn} webcam ${person.webcamOn} share ${person.screenShareOn} stream ${camera.kind}`}
			</figcaption>
			<VideoPlayer participantId={id} type="video" containerStyle={{ width: '160px', height: '90px' }} />
			<AudioPlayer participantId={id} type="audio" />
			{person.screenShareOn && <VideoPlayer participantId={id} type="share" />}
		</figure>
	);
}
