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
		return this.wanted(async (wish) => {
			const { current } = this;
			if (current && !current.paused && !custom) throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE');
			if (!current || custom) await this.send(wish, custom);
			await this.#local.setPaused('audio', false);
		});
	}

	/**
	 * One that is being opened for the first time is not opened any more.
	 *
	 * @throws MeetingError 3054 when it is off
	 */
	mute(): Promise<void> {
		const gaveUp = !this.#local.get('audio') && this.giveUp();
		return this.run(async () => {
			const { current } = this;
			if (gaveUp && !current) return;
			if (!current || current.paused) throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE');
			await this.#local.setPaused('audio', true);
		});
	}
}
