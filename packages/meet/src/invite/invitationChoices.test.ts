import { expect, it } from 'vitest';
import { guestChoices } from './invitationChoices.ts';

const offered = (...permissions: string[]) => guestChoices(permissions).map(({ id }) => id);

it('offers what the permissions allow', () => {
	expect(offered('allow_join', 'allow_mod')).toEqual(['ask_join', 'allow_join', 'allow_view']);
	expect(offered('allow_join')).toEqual(['ask_join']);
	expect(offered('ask_join')).toEqual([]);
	expect(offered('allow_view')).toEqual([]);
});
