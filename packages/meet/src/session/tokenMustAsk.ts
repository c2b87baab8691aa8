/**
 * Whether the holder of a token has to ask to be let in: for the words on the join screen, before the server is asked.
 * Anything that is no token says no.
 */
export function tokenMustAsk(token: string): boolean {
	try {
		const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
		const { permissions } = JSON.parse(atob(payload)) as { permissions?: unknown };
		return Array.isArray(permissions) && permissions.includes('ask_join');
	} catch {
		return false;
	}
}
