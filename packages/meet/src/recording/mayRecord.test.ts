import { expect, it } from 'vitest';
import { parseParameters } from '../parameters/parseParameters.ts';
import { mayRecord } from './mayRecord.ts';

const offers = (query = '') => parseParameters(query).parameters;

it.each([
	[['allow_join'], true],
	[['allow_mod'], true],
	[['ask_join'], false],
	[[], false],
])('with %j: %s', (permissions, offered) => {
	expect(mayRecord(permissions, offers())).toBe(offered);
});

it.each(['?recordingEnabled=false', '?participantCanToggleRecording=false'])('not on a link with %s', (query) => {
	expect(mayRecord(['allow_join', 'allow_mod'], offers(query))).toBe(false);
});
