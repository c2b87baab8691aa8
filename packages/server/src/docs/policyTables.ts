import { type Action, type CallerKind, may, POLICY, SEAT_KINDS, TOKEN_KINDS } from '@roomcast/contract';
import { table } from './markdown.ts';

const ACTIONS = Object.keys(POLICY) as Action[];
/** What tokens are asked for: the rest is asked of those who are in a call. */
const OF_TOKENS = ACTIONS.filter(
	(action) => !action.startsWith('call.') || action === 'call.join' || action === 'call.ask',
);
const OF_SEATS = ACTIONS.filter((action) => !OF_TOKENS.includes(action));

/** What each kind of token opens. */
export function tokensTable(): string {
	return matrix(OF_TOKENS, TOKEN_KINDS);
}

/** What those in a call may do. */
export function callsTable(): string {
	return matrix(OF_SEATS, SEAT_KINDS);
}

function matrix(actions: readonly Action[], kinds: readonly CallerKind[]): string {
	const rows = actions.map((action) => [
		POLICY[action].title,
		...kinds.map(({ caller, room }) => {
			const target = 'wholeKey' in POLICY[action] ? undefined : { roomId: 'this' };
			return may(action, { ...caller, roomId: room }, target) ? '✓' : '·';
		}),
	]);
	return table(['', ...kinds.map(({ name }) => name)], rows);
}
