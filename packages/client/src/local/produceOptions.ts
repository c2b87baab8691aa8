import type { types } from 'mediasoup-client';
import type { DisplaySurface, StreamKind } from '../contract/types.ts';
import { audioCodecOptions, videoCodecOptions, videoEncodings } from '../media/encodings.ts';
import type { ProduceOptions } from '../media/MediaEngine.ts';
import { audioSettings, type VideoSettings, videoSettings } from '../media/publishSettings.ts';
import { isDrawn } from './StillPicture.ts';

type CodecLookup = (mimeType: string) => types.RtpCodecCapability | undefined;

/**
 * How a local track is sent: encodings, codec and codec options.
 *
 * @param codec what this browser and the room have in common for a mime type
 * @returns the options, and whether another codec than the wanted one is used
 */
export function produceOptions(
	kind: StreamKind,
	track: MediaStreamTrack,
	codec: CodecLookup,
): { options: Omit<ProduceOptions, 'streamId' | 'paused'>; fellBack: boolean } {
	if (kind === 'audio' || kind === 'shareAudio')
		return { options: { kind, track, codecOptions: audioCodecOptions(audioSettings(track, kind)) }, fellBack: false };
	const wanted = videoSettings(track, kind);
	const found = codec(`video/${wanted.codec}`);
	const settings: VideoSettings = found ? wanted : { ...wanted, codec: 'VP8' };
	const used = found ?? codec('video/VP8');
	const { width = settings.width, height = settings.height, displaySurface } = track.getSettings();
	const options = {
		kind,
		track,
		width,
		height,
		...(kind === 'share' && isSurface(displaySurface) ? { displaySurface } : {}),
		encodings: videoEncodings(settings, width, kind === 'share' || isDrawn(track)),
		codecOptions: videoCodecOptions(settings),
		...(used ? { codec: used } : {}),
	};
	return { options, fellBack: !found && wanted.codec !== 'VP8' };
}

function isSurface(text: string | undefined): text is DisplaySurface {
	return text === 'monitor' || text === 'window' || text === 'browser';
}
