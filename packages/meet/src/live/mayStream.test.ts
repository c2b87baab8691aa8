import { expect, it } from 'vitest';
import { parseParameters } from '../parameters/parseParameters.ts';
import { mayStream } from './mayStream.ts';

const offers = (query = '') => parseParameters(query).parameters;

it('is offered to those who may, unless the link says otherwise', () => {
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
