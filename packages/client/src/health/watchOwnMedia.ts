import type { Emits } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import type { Participant } from '../participants/Participant.ts';
import { OwnAudio } from './OwnAudio.ts';
import { OwnVideo } from './OwnVideo.ts';
import type { HealthEvents, StatsEntry } from './types.ts';

/** How often what we send is looked at, in ms. */
const EVERY = 1000;

/**
 * Looks at what the local participant sends, and says what is wrong with it.
 *
 * @param wanted which of the events somebody listens to; more may come
 * @param epochMs the wall clock
 * @returns ends it
 */
export function watchOwnMedia(
	participant: Participant,
	events: Emits<HealthEvents>,
	wanted: ReadonlySet<string>,
	epochMs: () => number,
): () => void {
	const video = new OwnVideo();
	const audio = new OwnAudio();
	let looking = false;
	async function look(): Promise<void> {
		const streams = [...participant.streams.values()];
		const now = performance.now();
		if (wanted.has('quality-limitation')) {
			const entries = await entriesOf(streams.filter(({ kind }) => kind === 'video' || kind === 'share'));
			for (const change of video.sample(entries, now))
				events.emit('quality-limitation', { ...change, timestamp: epochMs() });
		}
		if (wanted.has('audio-input-silence')) {
			const microphones = streams.filter(({ kind }) => kind === 'audio');
			const state = audio.sample(await entriesOf(microphones), now);
			const deviceLabel = microphones[0]?.track.label;
			if (state)
				events.emit('audio-input-silence', { ...(deviceLabel ? { deviceLabel } : {}), state, timestamp: epochMs() });
		}
	}
	const timer = setInterval(() => {
		if (looking) return;
		looking = true;
		look()
			.catch((error) => logger.debug('What is sent could not be looked at', error))
			.finally(() => {
				looking = false;
			});
	}, EVERY);
	return () => clearInterval(timer);
}

async function entriesOf(streams: readonly { getStats(): Promise<RTCStatsReport> }[]): Promise<StatsEntry[]> {
	const reports = await Promise.all(streams.map((stream) => stream.getStats()));
	return reports.flatMap((report) => [...(report as unknown as Map<string, StatsEntry>).values()]);
}
