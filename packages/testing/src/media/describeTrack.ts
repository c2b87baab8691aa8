import type { Codec, TrackDescription } from '@roomcast/contract/composer/track';
import type { TrackKind } from '@roomcast/contract/tracks';
import { freePortRange } from '../net/ports.ts';

/** A track with the port that its sender uses: see `rtpOutput`. */
export type TestTrack = TrackDescription & { readonly localPort: number };

let next = 0;

/** A track as the server would describe it, with an SSRC of its own. Nobody sends it when `localPort` is left out. */
export function describeTrack(codec: Codec, kind: TrackKind, participantId = 'p1', localPort = 0): TestTrack {
	const number = next++;
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

/** A track that a test sends, from ports of its own: one for RTP, the next for RTCP. */
export const sentTrack = async (codec: Codec, kind: TrackKind, participantId?: string): Promise<TestTrack> =>
	describeTrack(codec, kind, participantId, await freePortRange(2));

/** Camera and microphone of somebody, as tracks that a test sends. */
export async function sentTracks(participantId?: string): Promise<{ video: TestTrack; audio: TestTrack }> {
	const video = await sentTrack('vp8', 'video', participantId);
	return { video, audio: await sentTrack('opus', 'audio', participantId) };
}
