/**
 * What a token says about its holder, read for display only: which buttons make sense. Whether it is true is for the
 * server to decide. Empty for anything that is not a token.
 */
export function permissionsOf(token: string | undefined): readonly string[] {
	const payload = token?.split('.')[1];
	if (payload === undefined) return [];
	try {
		const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
		if (typeof claims !== 'object' || claims === null || !('permissions' in claims)) return [];
		const { permissions } = claims;
		return Array.isArray(permissions) ? permissions.filter((entry) => typeof entry === 'string') : [];
	} catch {
		return [];
	}
}
