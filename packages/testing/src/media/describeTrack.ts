import type { Codec, TrackDescription } from '@roomcast/contract/composer/track';
import type { TrackKind } from '@roomcast/contract/tracks';

let next = 0;

/** A track as the server would describe it, with an SSRC and a sender's port of its own. @param basePort first port */
export function describeTrack(
	basePort: number,
	codec: Codec,
	kind: TrackKind,
	participantId = 'p1',
): TrackDescription & { readonly localPort: number } {
	const number = next++;
	const localPort = basePort + number * 2;
	return {
		trackId: `track-${number}`,
		participantId,
		kind,
		codec,
		clockRate: codec === 'opus' ? 48_000 : 90_000,
		payloadType: codec === 'opus' ? 111 : 96,
		ssrc: 10_000 + number,
		from: { address: '127.0.0.1', port: localPort },
		localPort,
	};
}
