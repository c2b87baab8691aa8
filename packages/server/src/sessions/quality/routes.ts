import { QUALITY_ENDPOINTS } from '@roomcast/contract';
import type { App } from '../../http/App.ts';
import { implement } from '../../http/implement.ts';
import type { QualityService } from './service.ts';

/** How good sessions were, in a scope that authenticates. */
export function registerQualityRoutes(app: App, quality: QualityService): void {
	implement(app, QUALITY_ENDPOINTS, {
		getSessionStats: ({ caller, params }) => quality.ofSession(caller, params.sessionId),
		getParticipantStats: ({ caller, params }) => quality.ofParticipant(caller, params.sessionId, params.participantId),
	});
}
