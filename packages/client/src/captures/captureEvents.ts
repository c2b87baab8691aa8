import type { CaptureChange, RoomCapture } from '@roomcast/contract/captures';
import type { Emits } from '../events/Emitter.ts';
import type { CaptureEvents, HlsUrls } from './types.ts';

/** Where HLS is to be found; `downstreamUrl` is the older name of `playbackHlsUrl`. */
export function hlsUrls({ playbackHlsUrl, livestreamUrl }: Partial<RoomCapture>): HlsUrls {
	return {
		...(playbackHlsUrl === undefined ? {} : { playbackHlsUrl, downstreamUrl: playbackHlsUrl }),
		...(livestreamUrl === undefined ? {} : { livestreamUrl }),
	};
}

/** Emits what apps hear of a capture that changed: the event of its states, and the two older ones. */
export function emitCaptureChange(events: Emits<CaptureEvents>, change: CaptureChange): void {
	const { capture, status, id, startedBy, reason, reasonCode } = change;
	const facts = {
		id,
		...(startedBy === undefined ? {} : { startedBy }),
		...(reason === undefined ? {} : { reason }),
		...(reasonCode === undefined ? {} : { reasonCode }),
	};
	if (capture === 'hls') {
		const urls = hlsUrls(change);
		events.emit('hls-state-changed', { status: `HLS_${status}`, ...facts, ...urls });
		if (status === 'STARTED') events.emit('hls-started', urls);
		if (status === 'STOPPED') events.emit('hls-stopped');
		return;
	}
	// Only HLS has something to wait for until it plays.
	if (status === 'PLAYABLE') return;
	if (capture === 'recording') events.emit('recording-state-changed', { status: `RECORDING_${status}`, ...facts });
	else events.emit('livestream-state-changed', { status: `LIVESTREAM_${status}`, ...facts });
	if (status === 'STARTED') events.emit(`${capture}-started`);
	if (status === 'STOPPED') events.emit(`${capture}-stopped`);
}
