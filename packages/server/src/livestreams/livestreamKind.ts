import { compositionOf } from '../egress/composition.ts';
import type { OutputFacts } from '../egress/OutputFacts.ts';
import type { OutputKind } from '../egress/OutputKind.ts';
import type { CaptureOptions, StoredCapture } from '../egress/StoredCapture.ts';
import { LivestreamCapture } from './LivestreamCapture.ts';
import type { Outputs } from './Outputs.ts';
import type { NewOutput } from './StoredOutput.ts';
import { insertOutputs } from './store.ts';

/** How a livestream was asked for. */
export interface LivestreamOptions extends CaptureOptions {
	/** Where it goes when it starts. Stream keys are in a table of their own, each with its state. */
	readonly outputs?: readonly NewOutput[];
}

/** Livestreams of rooms, for those who ask for them. */
export const LIVESTREAM = {
	name: 'livestream',
	scope: 'room',
	verb: 'streamed',
	events: 'livestream',
	errors: {
		start: 'START_LIVESTREAM_FAILED',
		running: 'PREV_RTMP_RECORDING_PROCESSING',
		stop: 'STOP_LIVESTREAM_FAILED',
		notFound: 'LIVESTREAM_NOT_FOUND',
	},
	// What only goes out takes no place.
	fillsDisk: false,
} as const satisfies OutputFacts;

/** Livestreams of rooms, for egress: by RTMP to one server or several, and nothing is left of them. */
export function livestreamKind(outputs: Outputs): OutputKind {
	return {
		...LIVESTREAM,
		notice: { capture: 'livestream' },
		rows: {
			options: ['outputs'],
			insert: (queries, { id, options }: StoredCapture<LivestreamOptions>) =>
				insertOutputs(queries, id, options.outputs ?? []),
		},
		engine: (capture) => compositionOf(capture),
		continuesElsewhere: true,
		run: (options) => new LivestreamCapture(options, outputs),
	};
}
