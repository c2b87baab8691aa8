import { recall, remember } from '../base/remembered.ts';
import { Store } from '../base/Store.ts';

/** Where the others are heard: device id, or undefined for the system's choice. */
export class Speaker extends Store<string | undefined> {
	constructor() {
		super(recall('speaker'));
	}

	choose(deviceId: string): void {
		remember('speaker', deviceId);
		this.set(deviceId);
	}
}
