import { captureMicrophone } from '../devices/capture.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { CaptureControl } from './CaptureControl.ts';
import type { LocalMedia } from './LocalMedia.ts';

/** The microphone: muted by pausing what is sent, so that it is back at once. */
export class MicrophoneControl extends CaptureControl {
	readonly #local: LocalMedia;

	constructor(local: LocalMedia) {
		super(
			{
				kind: 'audio',
				deviceKind: 'audioinput',
				capture: (microphoneId) => captureMicrophone(microphoneId ? { microphoneId } : {}),
				ended: 'ERROR_MICROPHONE_TRACK_ENDED',
				customEnded: 'ERROR_CUSTOM_AUDIO_TRACK_ENDED',
				inUse: 'ERROR_MICROPHONE_IN_USE',
			},
			local,
		);
		this.#local = local;
	}

	/** @throws MeetingError 3054 when it is on and no other track is given */
	unmute(custom?: MediaStream): Promise<void> {
		return this.run(async () => {
			const publication = this.#local.get('audio');
			if (publication && !publication.paused && !custom) throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE');
			if (!publication) return this.publish(await this.open(custom));
			if (custom) await this.#local.replaceTrack('audio', (await this.open(custom)).track);
			await this.#local.setPaused('audio', false);
		});
	}

	/** @throws MeetingError 3054 when it is off */
	mute(): Promise<void> {
		return this.run(async () => {
			const publication = this.#local.get('audio');
			if (!publication || publication.paused) throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE');
			await this.#local.setPaused('audio', true);
		});
	}
}
