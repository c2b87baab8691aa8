import type { Core } from '../Core.ts';
import type { Keys } from '../keys/createKeys.ts';
import { Authenticator } from './Authenticator.ts';

export function createAuthenticator({ config }: Core, { service, developmentKey }: Keys): Authenticator {
	return new Authenticator(service, {
		developmentMode: developmentKey !== undefined,
		maxLife: config.tokenMaxLife,
		leeway: config.tokenLeeway,
	});
}
