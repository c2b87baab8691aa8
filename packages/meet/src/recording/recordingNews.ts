import type { RecordingState, RecordingStateChange } from '@roomcast/client';

/**
 * What is said of a change of the recording, if anything.
 *
 * @param mine whether it was started on this page
 */
export function recordingNews(before: RecordingState, change: RecordingStateChange, mine: boolean): string | undefined {
	const ran = before === 'RECORDING_STARTED';
	switch (change.status) {
		case 'RECORDING_STARTED':
			if (ran) return undefined;
			return mine ? 'You started recording' : 'Recording started';
		case 'RECORDING_STOPPING':
			return ran ? 'Recording stopped' : undefined;
		case 'RECORDING_STOPPED':
			// Why it stopped by itself is told as an error.
			return ran && change.reason === undefined ? 'Recording stopped' : undefined;
		default:
			return undefined;
	}
}
