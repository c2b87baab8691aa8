/** What `PreCallTestError.code` can be. */
export type PreCallTestErrorCode =
	| 'ERROR_CAMERA_CONSTRAINT_NOT_SATISFIED'
	| 'ERROR_MICROPHONE_CONSTRAINT_NOT_SATISFIED'
	| 'ERROR_VIDEO_SOURCE_INITIATION_FAILED'
	| 'ERROR_AUDIO_SOURCE_INITIATION_FAILED'
	| 'ERROR_PRECALL_TEST_ALREADY_RUNNING'
	| 'ERROR_PRECALL_INVALID_CONFIG'
	| 'ERROR_PRECALL_INVALID_TOKEN'
	| 'ERROR_PRECALL_MEDIA_CHECK_FAILED'
	| 'ERROR_PRECALL_TEST_FAILED'
	| 'ERROR_CAMERA_NOT_FOUND'
	| 'ERROR_CAMERA_ACCESS_DENIED_OR_DISMISSED'
	| 'ERROR_CAMERA_IN_USE'
	| 'ERROR_WEBCAM_TRACK_ENDED'
	| 'ERROR_INVALID_CUSTOM_VIDEO_TRACK'
	| 'ERROR_MICROPHONE_NOT_FOUND'
	| 'ERROR_MICROPHONE_ACCESS_DENIED_OR_DISMISSED'
	| 'ERROR_MICROPHONE_IN_USE'
	| 'ERROR_MICROPHONE_TRACK_ENDED'
	| 'ERROR_INVALID_CUSTOM_AUDIO_TRACK';

/** Why a pre-call test, or the part of it that a camera, a microphone or the network is, failed. */
export class PreCallTestError extends Error {
	override readonly name = 'PreCallTestError';
	/** A name, not a number as other errors have. */
	readonly code: PreCallTestErrorCode;

	constructor(code: PreCallTestErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}
