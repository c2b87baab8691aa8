/** How a capture of the meeting stands. */
type Phase = 'STARTING' | 'STARTED' | 'STOPPING' | 'STOPPED';

/** How the recording of the meeting stands. What never ran is stopped. */
export type RecordingState = `RECORDING_${Phase}`;

/** A recording of the meeting changed. */
export interface RecordingStateChange {
	readonly status: RecordingState;
	/** The recording, as REST knows it; missing for one that ran already when we came. */
	readonly id?: string;
	/** Why it stopped, when it did by itself; the `error` that follows says it too. Roomcast's own. */
	readonly reason?: string;
}

/** How a recording or stream looks. */
export interface CompositionConfig {
	layout?: {
		type: 'GRID' | 'SPOTLIGHT' | 'SIDEBAR';
		priority?: 'SPEAKER' | 'PIN';
		/** Most tiles of a grid, 0 to 25. */
		gridSize?: number;
	};
	theme?: 'DARK' | 'LIGHT' | 'DEFAULT';
	mode?: 'video-and-audio' | 'audio';
	/** 854 × 480, 1280 × 720, 1920 × 1080, 2560 × 1440. */
	quality?: 'low' | 'med' | 'high' | 'ultra';
	orientation?: 'landscape' | 'portrait';
}

/** Accepted and kept with the recording; this server does not transcribe. */
export interface TranscriptionConfig {
	enabled: boolean;
	summary?: { enabled: boolean; prompt?: string };
	language?: string;
}
