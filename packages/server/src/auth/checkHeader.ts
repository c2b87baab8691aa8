import { RoomcastError } from '@roomcast/contract';

/** Longest value of a header that an error shows, in characters. */
const LONGEST_SHOWN = 64;

/**
 * The rules of a token's header: one algorithm (RFC 8725 section 3.1), no other kind of token (section 3.11), and nothing
 * that changes how it is to be read (RFC 7515 section 4.1.11, RFC 7797). Parameters that say which key to use (`kid`,
 * `jku`, `jwk`, `x5u`, `x5c`) mean nothing here: the key is that of `apikey`.
 *
 * @throws RoomcastError INVALID_TOKEN naming the parameter, its value and what is allowed
 */
export function checkHeader({ alg, typ, crit, b64 }: Readonly<Record<string, unknown>>): void {
	if (alg !== 'HS256') throw wrong('`alg` must be HS256', alg);
	if (typ !== undefined && !(typeof typ === 'string' && /^(application\/)?jwt$/i.test(typ)))
		throw wrong('`typ` must be JWT, or absent', typ);
	if (crit !== undefined) throw wrong('`crit` must be absent', crit);
	if (b64 !== undefined && b64 !== true) throw wrong('`b64` must be absent', b64);
}

function wrong(rule: string, value: unknown): RoomcastError {
	const shown = JSON.stringify(value) ?? 'missing';
	const cut = shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN).toWellFormed()}…` : shown;
	return new RoomcastError('INVALID_TOKEN', `${rule} (it is ${cut})`);
}
