import { expect, it } from 'vitest';
import { parseParameters } from '../parameters/parseParameters.ts';
import { powersOf } from './moderation.ts';

const offers = (query = '') => parseParameters(query).parameters;

it('offers everything to a moderator', () => {
	expect(powersOf(['allow_join', 'allow_mod'], offers())).toEqual({
		mic: true,
		camera: true,
		mode: true,
		remove: true,
		pin: true,
	});
});

it('offers nothing to anybody else, whatever the link says', () => {
	const powers = powersOf(['allow_join'], offers('?canRemoveOtherParticipant=true&participantCanToggleOtherMic=true'));
	expect(Object.values(powers)).not.toContain(true);
});

it('takes away what the link does not offer', () => {
	const query = '?canRemoveOtherParticipant=false&participantCanToggleOtherMic=false&canPin=false';
	expect(powersOf(['allow_mod'], offers(query))).toEqual({
		mic: false,
		camera: true,
		mode: true,
		remove: false,
		pin: false,
	});
});
