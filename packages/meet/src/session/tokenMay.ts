import { may } from '@roomcast/contract/policy/decide';
import type { Action } from '@roomcast/contract/policy/policy';

/**
 * Whether the permissions of a token allow something in the call, by the rules that the server asks: for the join screen,
 * before the server is asked. Of anything that is no token nothing is known.
 *
 * @param unknown the answer when it is no token
 */
export function tokenMay(action: Action, token: string, unknown: boolean): boolean {
	try {
		const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
		const { permissions } = JSON.parse(atob(payload)) as { permissions?: unknown };
		return Array.isArray(permissions) ? may(action, { permissions }) : unknown;
	} catch {
		return unknown;
	}
}
