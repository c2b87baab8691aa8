import {
	AnswerEntryBody,
	AnsweredEntry,
	EntryRequestParams,
	EntryRequests,
	EntryRequestsParams,
} from '@roomcast/contract';
import { callerOf } from '../auth/authenticateRequests.ts';
import type { App } from '../http/App.ts';
import { type OperationText, operation } from '../http/operation.ts';
import type { EntryService } from './EntryService.ts';

const tags = ['Waiting room'] as const satisfies OperationText['tags'];

/** Who waits to be let in: an addition to the API of VideoSDK. In a scope that authenticates. */
export function registerEntryRoutes(app: App, entries: EntryService): void {
	app.get(
		'/v2/sessions/:sessionId/entry-requests',
		{
			schema: operation(
				{
					tags,
					action: 'entry.list',
					operationId: 'listEntryRequests',
					summary: 'List waiting guests',
					description:
						'In the order of their requests. Until somebody joins, there is no session yet: use the id of the room.',
					errors: ['SESSION_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: EntryRequestsParams, answer: EntryRequests },
			),
		},
		async (request) => ({ data: await entries.list(callerOf(request), request.params.sessionId) }),
	);

	app.post(
		'/v2/sessions/:sessionId/entry-requests/:participantId',
		{
			schema: operation(
				{
					tags,
					action: 'entry.answer',
					operationId: 'answerEntryRequest',
					summary: 'Answer an entry request',
					description:
						'The first decision counts, over REST or in the call. A guest who is let in has at least 30 s to join.',
					errors: ['SESSION_NOT_FOUND', 'RESPOND_ENTRY_FAILED', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: EntryRequestParams, body: AnswerEntryBody, answer: AnsweredEntry },
			),
		},
		async (request) => {
			const { sessionId, participantId } = request.params;
			const { decision } = request.body;
			await entries.answer(callerOf(request), sessionId, participantId, decision);
			return { participantId, decision };
		},
	);
}
