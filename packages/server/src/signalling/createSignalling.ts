import type { Authenticator } from '../auth/Authenticator.ts';
import type { Core } from '../Core.ts';
import type { Bus } from '../cluster/bus/Bus.ts';
import type { App } from '../http/App.ts';
import type { Limits } from '../limits/Limits.ts';
import { tokenBuckets } from '../limits/TokenBuckets.ts';
import type { MediaPool } from '../media/MediaPool.ts';
import type { Sessions } from '../sessions/createSessions.ts';
import { VERSION } from '../version.ts';
import { registerSignallingMetrics } from './metrics.ts';
import type { RequestContext } from './requests.ts';
import { registerSignalling } from './routes.ts';
import { UnsentBudget } from './UnsentBudget.ts';

/** What signalling needs of other parts. */
export interface SignallingNeeds extends RequestContext {
	readonly authenticator: Authenticator;
	readonly limits: Limits;
	readonly media: MediaPool;
	readonly sessions: Pick<Sessions, 'admission' | 'registry'>;
	/** The way to other nodes; undefined when there are none. */
	readonly bus: Bus | undefined;
}

/** Adds the WebSocket to an app. */
export function createSignalling(app: App, core: Core, needs: SignallingNeeds): Promise<void> {
	const { authenticator, limits, media, sessions, bus, ...context } = needs;
	const { config, registry, security, logger } = core;
	return registerSignalling(app, {
		...context,
		limits,
		media,
		security,
		logger,
		messages: tokenBuckets(config.rateLimitSignalling),
		admission: sessions.admission((token, address) =>
			limits.verified(address, (knownKeysOnly) => authenticator.forJoin(token, { knownKeysOnly })),
		),
		registry: sessions.registry,
		welcome: { version: VERSION, routerRtpCapabilities: media.routerRtpCapabilities },
		bus,
		region: config.region,
		unsent: new UnsentBudget(registerSignallingMetrics(registry)),
	});
}
