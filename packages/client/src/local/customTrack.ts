import { MeetingError } from '../errors/MeetingError.ts';

/**
 * The live track of a stream that the app gave.
 *
 * @throws MeetingError 3029 or 3030 when there is none
 */
export function customTrack(stream: MediaStream, kind: 'audio' | 'video'): MediaStreamTrack {
	const error = kind === 'audio' ? 'ERROR_INVALID_CUSTOM_AUDIO_TRACK' : 'ERROR_INVALID_CUSTOM_VIDEO_TRACK';
	if (!(stream instanceof MediaStream)) throw MeetingError.of(error, 'it is not a MediaStream');
	const track = kind === 'audio' ? stream.getAudioTracks()[0] : stream.getVideoTracks()[0];
	if (track?.readyState !== 'live') throw MeetingError.of(error);
	return track;
}
