import type { HlsStateChange, LivestreamStateChange } from '@roomcast/client';

type Change = HlsStateChange | LivestreamStateChange;

/**
 * What is said of a change of a stream, if anything.
 *
 * @param before how that stream stood
 * @param mine whether it was started on this page
 */
export function liveNews(before: Change['status'], change: Change, mine: boolean): string | undefined {
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
