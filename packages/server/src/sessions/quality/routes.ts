import { ParticipantStats, SessionParams, SessionParticipantParams, SessionStats } from '@roomcast/contract';
import { callerOf } from '../../auth/authenticateRequests.ts';
import type { App } from '../../http/App.ts';
import { type OperationText, operation } from '../../http/operation.ts';
import type { QualityService } from './QualityService.ts';

const tags = ['Sessions'] as const satisfies OperationText['tags'];

/** How good sessions were (VideoSDK v2, session and participant statistics), in a scope that authenticates. */
export function registerQualityRoutes(app: App, quality: QualityService): void {
	app.get(
		'/v2/sessions/:sessionId/stats',
		{
			schema: operation(
				{
					tags,
					action: 'session.read',
					operationId: 'getSessionStats',
					summary: 'Fetch the quality of a session',
					description:
						'One measurement every ten seconds: the sum of the losses of all participants, and the mean of the other values.',
					errors: ['SESSION_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: SessionParams, answer: SessionStats },
			),
		},
		async (request) => quality.ofSession(callerOf(request), request.params.sessionId),
	);

	app.get(
		'/v2/sessions/:sessionId/participant/:participantId/stats',
		{
			schema: operation(
				{
					tags,
					action: 'session.read',
					operationId: 'getParticipantStats',
					summary: 'Fetch the quality of one participant',
					description: 'One measurement every ten seconds, with the heights of the received pictures.',
					errors: ['SESSION_NOT_FOUND', 'PARTICIPANT_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: SessionParticipantParams, answer: ParticipantStats },
			),
		},
		async (request) => {
			const { sessionId, participantId } = request.params;
			return quality.ofParticipant(callerOf(request), sessionId, participantId);
		},
	);
}
