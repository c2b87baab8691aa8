import type {
	HlsState,
	HlsStateChange,
	LivestreamState,
	LivestreamStateChange,
	RecordingState,
	RecordingStateChange,
} from '@roomcast/client';

/** How an output stands, of whatever kind. */
export type OutputState = RecordingState | LivestreamState | HlsState;

/**
 * What is said of a change of the recording, if anything.
 *
 * @param who started it: `you`, the name of somebody else in the call, or nobody who is known
 */
export function recordingNews(
	before: OutputState,
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

type Change = HlsStateChange | LivestreamStateChange;

/**
 * What is said of a change of a stream, if anything.
 *
 * @param before how that stream stood
 * @param mine whether it was started on this page
 */
export function liveNews(before: OutputState, change: Change, mine: boolean): string | undefined {
	const ran = /_(STARTED|PLAYABLE)$/.test(before);
	const where = change.status.startsWith('HLS_') ? 'on the web' : 'on other services';
	switch (change.status.replace(/^[A-Z]+_/, '')) {
		case 'STARTED':
			if (ran) return undefined;
			return mine ? `You are live ${where}` : `This call is live ${where}`;
		case 'STOPPING':
			return ran ? `No longer live ${where}` : undefined;
		case 'STOPPED':
			// An error reports why it stopped unexpectedly.
			return ran && change.reason === undefined ? `No longer live ${where}` : undefined;
		default:
			return undefined;
	}
}
