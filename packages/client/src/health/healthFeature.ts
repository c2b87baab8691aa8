import type { Emits } from '../events/Emitter.ts';
import type { Feature } from '../feature/Feature.ts';
import { logger } from '../log/logger.ts';
import type { Participant } from '../participants/Participant.ts';
import { epochMs } from '../time/clock.ts';
import type { HealthEvents } from './types.ts';

const EVENTS: ReadonlySet<string> = new Set<keyof HealthEvents>(['quality-limitation', 'audio-input-silence']);

/** Says what is wrong with what we send, from the first listener on. @internal */
export function healthFeature(localParticipant: Participant, events: Emits<HealthEvents>): Feature<object> {
	const wanted = new Set<string>();
	let stop: (() => void) | undefined;
	let closed = false;
	return {
		methods: {},
		notifications: {},
		lifecycle: {
			listenerAdded: (event) => {
				if (!EVENTS.has(event)) return;
				const first = wanted.size === 0;
				wanted.add(event);
				if (!first) return;
				import('./watchOwnMedia.ts').then(
					({ watchOwnMedia }) => {
						if (!closed) stop = watchOwnMedia(localParticipant, events, wanted, epochMs);
					},
					(error) => logger.warn('What is sent cannot be watched', error),
				);
			},
			closed: () => {
				closed = true;
				stop?.();
			},
		},
	};
}
