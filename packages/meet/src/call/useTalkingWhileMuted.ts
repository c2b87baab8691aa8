import type { Meeting } from '@roomcast/client';
import { useEffect, useRef } from 'react';
import { LevelMeter } from '../devices/LevelMeter.ts';
import type { Notices } from '../meeting/Notices.ts';
import { useParticipant, useStreamTrack } from '../meeting/useParticipant.ts';

/** This loud for this long is talk, not a cough. */
const LOUD = 0.5;
const LONG_MS = 700;

/** Not oftener than this, ms. */
const PAUSE_MS = 20_000;

/**
 * Reminds somebody who talks with the microphone off. It listens to a copy of the track while the browser still has the
 * microphone open; the sound is measured here and goes nowhere.
 */
export function useTalkingWhileMuted(meeting: Meeting, notices: Notices): void {
	const { micOn } = useParticipant(meeting.localParticipant);
	const track = useStreamTrack(meeting.localParticipant, 'audio');
	// Muting takes the stream away; the track behind it stays open.
	const last = useRef<MediaStreamTrack>(undefined);
	if (track !== undefined) last.current = track;
	useEffect(() => {
		const track = last.current;
		if (micOn || track === undefined || track.readyState !== 'live') return;
		const copy = track.clone();
		copy.enabled = true;
		const meter = new LevelMeter(new MediaStream([copy]));
		let since: number | undefined;
		let told = Number.NEGATIVE_INFINITY;
		const stop = meter.subscribe(() => {
			const now = performance.now();
			if (meter.state < LOUD) {
				since = undefined;
				return;
			}
			since ??= now;
			if (now - since < LONG_MS || now - told < PAUSE_MS) return;
			told = now;
			notices.tell('You are muted. Press M to speak.');
		});
		return () => {
			stop();
			meter.close();
			copy.stop();
		};
	}, [micOn, notices]);
}
