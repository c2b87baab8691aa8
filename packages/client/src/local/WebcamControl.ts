import { type CameraOptions, captureCamera } from '../devices/capture.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import type { Quality } from '../participants/types.ts';
import { CaptureControl } from './CaptureControl.ts';
import type { LocalMedia } from './LocalMedia.ts';

/** Index of the largest size that each quality sends. */
const LARGEST_LAYER: Record<Quality, number> = { low: 0, med: 1, high: 2 };

/** The camera: off means that its light is off. */
export class WebcamControl extends CaptureControl {
	readonly #local: LocalMedia;

	/** @param defaults how the camera is opened when the app gives no track of its own */
	constructor(local: LocalMedia, defaults: CameraOptions) {
		super(
			{
				kind: 'video',
				deviceKind: 'videoinput',
				capture: (cameraId) => captureCamera({ ...defaults, ...(cameraId ? { cameraId } : {}) }),
				ended: 'ERROR_WEBCAM_TRACK_ENDED',
				customEnded: 'ERROR_CUSTOM_VIDEO_TRACK_ENDED',
				inUse: 'ERROR_CAMERA_IN_USE',
			},
			local,
		);
		this.#local = local;
	}

	/** @throws MeetingError 3054 when it is on and no other track is given */
	enable(custom?: MediaStream): Promise<void> {
		return this.wanted(async (wish) => {
			if (this.current && !custom) throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE');
			await this.send(wish, custom);
		});
	}

	/**
	 * One that is being opened is not opened any more.
	 *
	 * @throws MeetingError 3054 when it is off
	 */
	disable(): Promise<void> {
		const gaveUp = this.giveUp();
		return this.run(async () => {
			if (!this.#local.get('video') && !gaveUp) throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE');
			this.#local.remove('video');
		});
	}

	/**
	 * Limits what is sent.
	 *
	 * @throws MeetingError 3062 when the camera is off; 3063 when the browser refuses
	 */
	setQuality(quality: Quality): Promise<void> {
		return this.run(async () => {
			const publication = this.current;
			if (!publication) throw MeetingError.of('ERROR_WEBCAM_NOT_ENABLED');
			const { producer } = publication;
			if (!producer) throw MeetingError.of('ERROR_MEDIA_NOT_READY');
			const sizes = producer.rtpParameters.encodings?.length ?? 1;
			const layer = LARGEST_LAYER[quality];
			try {
				if (sizes > 1) await producer.setMaxSpatialLayer(Math.min(layer, sizes - 1));
				else await producer.setRtpEncodingParameters({ scaleResolutionDownBy: 2 ** (2 - layer) });
			} catch (error) {
				throw MeetingError.from(error, 'ERROR_SET_WEBCAM_QUALITY_FAILED');
			}
		});
	}
}
