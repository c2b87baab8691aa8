import type { EventGate } from '../meeting/EventGate.ts';
import type { MeetingEvents } from '../meeting/events.ts';
import type { CaptureStateEvents } from './CaptureStates.ts';

/** Tells apps that a capture changed, by the events that each kind has: the one of its states, and the older two. */
export function tellCapture(events: EventGate<MeetingEvents>, change: CaptureStateEvents['changed'][0]): void {
	const { capture, status, ...facts } = change;
	switch (capture) {
		case 'recording':
			events.emit('recording-state-changed', { status: `RECORDING_${status}`, ...facts });
			if (status === 'STARTED') events.emit('recording-started');
			if (status === 'STOPPED') events.emit('recording-stopped');
	}
}
