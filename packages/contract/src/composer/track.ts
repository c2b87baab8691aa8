import { type Static, Type } from 'typebox';
import { ParticipantId } from '../ids.ts';
import { TrackKind } from '../tracks.ts';

/** Codecs the composer takes: the name in their mime type, lower case. */
export const Codec = Type.Union([
	Type.Literal('vp8'),
	Type.Literal('vp9'),
	Type.Literal('h264'),
	Type.Literal('av1'),
	Type.Literal('opus'),
]);
export type Codec = Static<typeof Codec>;

const Ssrc = Type.Integer({ minimum: 1, maximum: 0xffffffff });
const PayloadType = Type.Integer({ minimum: 0, maximum: 127 });
const ExtensionId = Type.Integer({ minimum: 1, maximum: 255 });

/** An RTP stream that the composer receives, as the sender describes it. */
export const TrackDescription = Type.Object({
	trackId: Type.String({ minLength: 1, maxLength: 64, description: 'Unique within the composer' }),
	participantId: ParticipantId,
	kind: TrackKind,
	codec: Codec,
	clockRate: Type.Integer({ minimum: 8000, maximum: 192_000, description: 'Hz: 90000 for video, 48000 for Opus' }),
	channels: Type.Optional(Type.Integer({ minimum: 1, maximum: 2, default: 2 })),
	payloadType: PayloadType,
	ssrc: Ssrc,
	rtx: Type.Optional(Type.Object({ payloadType: PayloadType, ssrc: Ssrc })),
	extensions: Type.Optional(
		Type.Object(
			{
				videoOrientation: Type.Optional(ExtensionId),
				absCaptureTime: Type.Optional(ExtensionId),
			},
			{ description: 'Ids of the RTP header extensions the stream carries' },
		),
	),
	from: Type.Object(
		{ address: Type.String({ minLength: 2, maxLength: 45 }), port: Type.Integer({ minimum: 1, maximum: 65_535 }) },
		{ description: 'Where the packets come from and feedback goes to; packets from elsewhere are ignored' },
	),
});
export type TrackDescription = Static<typeof TrackDescription>;

/** What a layout shows of a participant in addition to the media. A field left out keeps its value. */
export const ParticipantState = Type.Object({
	participantId: ParticipantId,
	name: Type.Optional(Type.String({ maxLength: 256 })),
	muted: Type.Optional(Type.Boolean({ description: 'Shows the muted mark' })),
	cameraOff: Type.Optional(Type.Boolean({ description: 'Shows the avatar tile' })),
	speaking: Type.Optional(Type.Boolean({ description: 'Shows the ring, and leads in SPOTLIGHT and SIDEBAR' })),
	pinned: Type.Optional(Type.Boolean({ description: 'Leads where the priority is PIN' })),
	left: Type.Optional(Type.Boolean({ description: 'Takes the participant, and its tracks, out' })),
});
export type ParticipantState = Static<typeof ParticipantState>;
