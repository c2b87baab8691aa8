import type { KeySource } from '../auth/Authenticator.ts';
import { lifeWithin, mintToken } from '../auth/mintToken.ts';

/**
 * Seconds for which a page may use the token that it is opened with: to load and to join. One that is opened again gets
 * another; one that loses its connection resumes without.
 */
export const TEMPLATE_TOKEN_TTL = 600;

/**
 * The token of a template page, which may be of anybody: it joins this room as this participant, and calls no REST API.
 *
 * @param maxLife seconds for which a token may be valid; undefined: any
 * @throws Error when the key is gone
 */
export async function mintTemplateToken(
	keys: KeySource,
	keyId: string,
	who: { readonly roomId: string; readonly participantId: string },
	maxLife?: number,
): Promise<string> {
	const key = await keys.find(keyId);
	if (key === undefined) throw new Error(`there is no key ${keyId} any more`);
	return mintToken(key, {
		permissions: ['allow_join'],
		roles: ['rtc'],
		...who,
		expiresIn: lifeWithin(TEMPLATE_TOKEN_TTL, maxLife),
	});
}
