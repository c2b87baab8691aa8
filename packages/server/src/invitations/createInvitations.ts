import type { Core } from '../Core.ts';
import { Invitations, type InvitationsOptions } from './Invitations.ts';

export function createInvitations(core: Core, keys: { readonly service: InvitationsOptions['keys'] }): Invitations {
	const { invitations, tokenMaxLife } = core.config;
	return new Invitations({ ...core, enabled: invitations, keys: keys.service, maxLife: tokenMaxLife });
}
