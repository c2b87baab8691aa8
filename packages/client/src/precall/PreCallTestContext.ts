import type { DeviceLoader } from '../media/DeviceLoader.ts';

/** What a test is made of from outside. */
export interface PreCallTestContext {
	/** Of the signalling. */
	readonly url: string;
	readonly devices: DeviceLoader;
}
