import { ENTRY_ENDPOINTS } from '@roomcast/contract';
import type { App } from '../../http/App.ts';
import { implement } from '../../http/implement.ts';
import type { EntryService } from './service.ts';

/** Who waits to be let in, in a scope that authenticates. */
export function registerEntryRoutes(app: App, entries: EntryService): void {
	implement(app, ENTRY_ENDPOINTS, {
		listEntryRequests: async ({ caller, params }) => ({ data: await entries.list(caller, params.sessionId) }),
		answerEntryRequest: async ({ caller, params: { sessionId, participantId }, body: { decision } }) => {
			await entries.answer(caller, sessionId, participantId, decision);
			return { participantId, decision };
		},
	});
}
