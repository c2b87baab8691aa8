import type { SessionHost } from '../sessions/host/SessionHost.ts';

/** Why there is nothing left to capture, as the webhook says it. */
export type Over = 'SESSION_ENDED' | 'PARTICIPANT_LEFT';

/**
 * Whether a session is over, or somebody has left it.
 *
 * @param participantId the only one who is captured; null where it is the room
 */
export function whyOver(
	host: Pick<SessionHost, 'closed' | 'participant'>,
	participantId: string | null,
): Over | undefined {
	if (host.closed) return 'SESSION_ENDED';
	if (participantId !== null && host.participant(participantId) === undefined) return 'PARTICIPANT_LEFT';
	return undefined;
}
