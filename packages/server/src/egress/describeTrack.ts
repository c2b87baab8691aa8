import type { TrackDescription } from '@roomcast/contract/composer/track';
import type { TappedStream } from '../media/MediaTap.ts';
import type { TrackKind } from './StoredCapture.ts';

/** A tapped stream in the words of the composer. @throws Error when its codec is none that it takes */
export function describeTrack(stream: TappedStream, participantId: string, kind: TrackKind): TrackDescription {
	const { codecs, encodings = [], headerExtensions = [] } = stream.rtpParameters;
	const codec = codecs[0];
	const encoding = encodings[0];
	if (codec === undefined || encoding?.ssrc === undefined) throw new Error('a stream without codec or SSRC');
	const rtx = codecs.find(({ mimeType }) => mimeType.toLowerCase().endsWith('/rtx'));
	const extension = (uri: string) => headerExtensions.find((candidate) => candidate.uri.endsWith(uri))?.id;
	const videoOrientation = extension('video-orientation');
	const absCaptureTime = extension('abs-capture-time');
	return {
		trackId: stream.id,
		participantId,
		kind,
		codec: codec.mimeType.split('/')[1]?.toLowerCase() as TrackDescription['codec'],
		clockRate: codec.clockRate,
		...(codec.channels === undefined ? {} : { channels: Math.min(codec.channels, 2) }),
		payloadType: codec.payloadType,
		ssrc: encoding.ssrc,
		...(rtx === undefined || encoding.rtx === undefined
			? {}
			: { rtx: { payloadType: rtx.payloadType, ssrc: encoding.rtx.ssrc } }),
		extensions: {
			...(videoOrientation === undefined ? {} : { videoOrientation }),
			...(absCaptureTime === undefined ? {} : { absCaptureTime }),
		},
		from: { ...stream.from },
	};
}
