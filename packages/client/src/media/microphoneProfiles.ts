/** How a microphone is encoded. */
export interface MicrophoneProfile {
	/** Bits per second. */
	readonly bitrate: number;
	readonly stereo: boolean;
	/** Whether nothing is sent in silence (Opus DTX): right for speech, audible in music. */
	readonly dtx: boolean;
}

const profile = (kbps: number, stereo: boolean, dtx: boolean): MicrophoneProfile => ({
	bitrate: kbps * 1000,
	stereo,
	dtx,
});

/** The values of `encoderConfig` for microphones. */
export const MICROPHONE_PROFILES = {
	speech_low_quality: profile(16, false, true),
	speech_standard: profile(24, false, true),
	music_standard: profile(32, false, false),
	standard_stereo: profile(64, true, false),
	high_quality: profile(128, false, false),
	high_quality_stereo: profile(192, true, false),
} as const satisfies Record<string, MicrophoneProfile>;

/** Name of a microphone profile. */
export type MicrophoneEncoderConfig = keyof typeof MICROPHONE_PROFILES;
