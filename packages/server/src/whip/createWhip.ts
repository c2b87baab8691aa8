import type { Core } from '../Core.ts';
import type { Sessions } from '../sessions/createSessions.ts';
import { WhipService } from './service.ts';

export function createWhip({ onClose }: Core, sessions: Pick<Sessions, 'admission' | 'registry'>): WhipService {
	const whip = new WhipService({
		// The route has authenticated the caller.
		admission: (caller) => sessions.admission(async () => caller),
		registry: sessions.registry,
	});
	onClose(() => whip.close());
	return whip;
}
