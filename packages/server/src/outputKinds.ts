import type { OutputKind } from './egress/OutputKind.ts';
import type { HlsStreams } from './hls/HlsStreams.ts';
import { hlsKind } from './hls/hlsKind.ts';
import { livestreamKind } from './livestreams/livestreamKind.ts';
import type { Outputs } from './livestreams/Outputs.ts';
import { participantRecordingKind } from './recordings/participantRecordingKind.ts';
import { recordingKind } from './recordings/recordingKind.ts';
import { trackRecordingKind } from './recordings/trackRecordingKind.ts';

/** Every kind of output: what can leave a room. */
export function outputKinds({ streams, outputs }: { streams: HlsStreams; outputs: Outputs }): readonly OutputKind[] {
	return [recordingKind, participantRecordingKind, trackRecordingKind, hlsKind(streams), livestreamKind(outputs)];
}
