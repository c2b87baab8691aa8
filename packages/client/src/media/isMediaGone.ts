import { MeetingError } from '../errors/MeetingError.ts';

/**
 * Whether the server refused something because it has no such transport, producer or consumer: its media is another by
 * then (a media worker died, or media was made again), and what is wanted has to be done over that.
 */
export function isMediaGone(error: unknown): boolean {
	return error instanceof MeetingError && error.name === 'MEDIA_NOT_AVAILABLE';
}
