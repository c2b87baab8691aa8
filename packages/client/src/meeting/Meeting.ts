import type { AnyListener } from '../events/Emitter.ts';
import { checkMeetingEvent } from './eventNames.ts';
import type { MeetingEvents } from './events.ts';
import { createFeatures, type MeetingMethods } from './features.ts';
import type { EngineContext } from './MeetingEngine.ts';
import { MeetingEngine } from './MeetingEngine.ts';
import type { MeetingSettings } from './options.ts';

/**
 * One meeting as its participant sees it. Made by `VideoSDK.initMeeting`; every method rejects with a MeetingError:
 * 3035 before the join, 3056 when the meeting ended meanwhile, 3079 without an answer of the server, and what each says.
 * While the connection is being brought back, what is asked waits for it.
 */
export interface Meeting extends MeetingMethods {}

/** A facade over the features of a meeting, with its events. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor brings all of it, as the type of `createFeatures` says.
export class Meeting {
	readonly #engine: MeetingEngine;

	/** @internal */
	constructor(settings: MeetingSettings, context: EngineContext) {
		this.#engine = new MeetingEngine(settings, context);
		const methods = createFeatures(this.#engine);
		Object.defineProperties(this, Object.getOwnPropertyDescriptors(methods));
	}

	/** Calls `listener` on every event of that name, until `off`. @throws MeetingError 3073 when there is no such event */
	on<K extends keyof MeetingEvents>(event: K, listener: (...args: MeetingEvents[K]) => void): void;
	on(event: keyof MeetingEvents, listener: AnyListener): void;
	on(event: keyof MeetingEvents, listener: AnyListener): void {
		checkMeetingEvent(event);
		this.#engine.lifecycle.emit('listenerAdded', event);
		this.#engine.events.on(event, listener);
	}

	/** Ends what `on` began. @throws MeetingError 3073 when there is no such event */
	off(event: keyof MeetingEvents, listener: AnyListener): void {
		checkMeetingEvent(event);
		this.#engine.events.off(event, listener);
	}
}
