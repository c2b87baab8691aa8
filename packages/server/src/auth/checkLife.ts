import { RoomcastError, type TokenClaims } from '@roomcast/contract';
import { moment } from './moment.ts';

/** Seconds by which the clocks of the one who signs and of this server may differ. */
const SLACK = 60;

/**
 * Whether a token is valid for no longer than the setting allows.
 *
 * @param maxLife the setting `ROOMCAST_TOKEN_MAX_LIFE`, in seconds
 * @param now seconds since the epoch
 * @throws RoomcastError INVALID_TOKEN naming the claim, its value and the limit
 */
export function checkLife({ iat, exp }: Pick<TokenClaims, 'iat' | 'exp'>, maxLife: number, now: number): void {
	const limit = `this server accepts tokens that are valid for at most ${maxLife} s (ROOMCAST_TOKEN_MAX_LIFE)`;
	if (exp === undefined) throw new RoomcastError('INVALID_TOKEN', `\`exp\` is missing; ${limit}`);
	if (iat === undefined) throw new RoomcastError('INVALID_TOKEN', `\`iat\` is missing; ${limit}`);
	const from = [
		{ life: exp - iat, since: '`iat`' },
		{ life: exp - now, since: 'now' },
	].find(({ life }) => life > maxLife + SLACK);
	if (from !== undefined)
		throw new RoomcastError(
			'INVALID_TOKEN',
			`\`exp\` is ${moment(exp)}, ${Math.round(from.life)} s after ${from.since}; ${limit}`,
		);
}
