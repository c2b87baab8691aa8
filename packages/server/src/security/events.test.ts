import { ERRORS, type ErrorName } from '@roomcast/contract';
import { expect, it } from 'vitest';
import { ERROR_EVENTS } from './events.ts';

/** Refusals by the state of a room, a participant or the server, whoever asks. */
const NO_EVENTS: readonly ErrorName[] = [
	'MEETING_ID_DISABLED',
	'MAX_PARTCIPANT_REACHED',
	'ACTION_NOT_SUPPORTED_IN_MODE',
	'INVITATIONS_OFF',
];

it('every error that refuses who asks is a security event, or listed as none', () => {
	const refusals = (Object.keys(ERRORS) as ErrorName[]).filter((name) =>
		[401, 403, 413, 429].includes(ERRORS[name].status),
	);
	expect(refusals.filter((name) => ERROR_EVENTS[name] === undefined)).toEqual(NO_EVENTS);
});
