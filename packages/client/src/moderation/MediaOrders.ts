import { Emitter } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import type { MediaRequested } from './types.ts';

/** A device that a moderator can ask for and turn off. */
export interface OrderedDevice {
	turnOn(): Promise<void>;
	turnOff(): Promise<void>;
}

/** Events of {@link MediaOrders}. */
export interface MediaOrderEvents {
	'mic-requested': [MediaRequested];
	'webcam-requested': [MediaRequested];
	disabled: [{ kind: 'mic' | 'webcam'; disabledBy: string }];
}

/** What moderators want of the microphone and camera of this machine. */
export class MediaOrders extends Emitter<MediaOrderEvents> {
	readonly #devices: Record<'mic' | 'webcam', OrderedDevice>;

	constructor(devices: Record<'mic' | 'webcam', OrderedDevice>) {
		super();
		this.#devices = devices;
	}

	/** Asked to turn one on. */
	handleRequested(kind: 'mic' | 'webcam', requestedBy: string): void {
		this.emit(kind === 'mic' ? 'mic-requested' : 'webcam-requested', {
			participantId: requestedBy,
			accept: () => this.#devices[kind].turnOn(),
			reject: () => logger.debug(`The ${kind} stays off`),
		});
	}

	/** It is off on the server already; here too from now on. It comes back only when the person turns it on. */
	handleDisabled(kind: 'mic' | 'webcam', disabledBy: string): void {
		this.#devices[kind].turnOff().catch((error) => logger.debug(`The ${kind} was already off`, error));
		this.emit('disabled', { kind, disabledBy });
	}
}
