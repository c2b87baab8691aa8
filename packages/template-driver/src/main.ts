import { Driver } from './Driver.ts';

/** What the server calls by the DevTools protocol. */
declare global {
	var roomcastDriver: Driver;
}

globalThis.roomcastDriver = new Driver();
