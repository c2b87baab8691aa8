import type { RecordingState, RecordingStateChange } from '@roomcast/client';

/**
 * What is said of a change of the recording, if anything.
 *
 * @param who started it: `you`, the name of somebody else in the call, or nobody who is known
 */
export function recordingNews(
	before: RecordingState,
	change: RecordingStateChange,
	who: { readonly you: boolean; readonly name?: string | undefined },
): string | undefined {
	const ran = before === 'RECORDING_STARTED';
	switch (change.status) {
		case 'RECORDING_STARTED':
			if (ran) return undefined;
			if (who.you) return 'You started the recording';
			return who.name ? `${who.name} started the recording` : 'Recording started';
		case 'RECORDING_STOPPING':
			return ran ? 'Recording stopped' : undefined;
		case 'RECORDING_STOPPED':
			// An error reports why it stopped unexpectedly.
			return ran && change.reason === undefined ? 'Recording stopped' : undefined;
		default:
			return undefined;
	}
}
