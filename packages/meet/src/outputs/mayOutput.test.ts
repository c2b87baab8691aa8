import { expect, it } from 'vitest';
import { parseParameters } from '../parameters/parseParameters.ts';
import { mayRecord, mayStream } from './mayOutput.ts';

const offers = (query = '') => parseParameters(query).parameters;

it.each([
	[['allow_join'], true],
	[['allow_mod'], true],
	[['ask_join'], false],
	[[], false],
])('offers to record with %j: %s', (permissions, offered) => {
	expect(mayRecord(permissions, offers())).toBe(offered);
});

it.each(['?recordingEnabled=false', '?participantCanToggleRecording=false'])(
	'offers no recording on a link with %s',
	(query) => {
		expect(mayRecord(['allow_join', 'allow_mod'], offers(query))).toBe(false);
	},
);

it('offers streams to those who may, unless the link says otherwise', () => {
	expect(mayStream(['ask_join'], offers())).toEqual({ hls: false, livestream: false });
	expect(mayStream(['allow_join'], offers())).toEqual({ hls: true, livestream: true });
	expect(mayStream(['allow_mod'], offers('?hlsEnabled=false'))).toEqual({ hls: false, livestream: true });
	expect(mayStream(['allow_join'], offers('?participantCanToggleHls=false&liveStreamEnabled=false'))).toEqual({
		hls: false,
		livestream: false,
	});
	expect(mayStream(['allow_join'], offers('?participantCanToggleLivestream=false'))).toEqual({
		hls: true,
		livestream: false,
	});
});
