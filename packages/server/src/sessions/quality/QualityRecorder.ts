import type { Logger } from 'pino';
import type { Queries } from '../../db/Database.ts';
import { epochMs } from '../../time/clock.ts';
import type { HostParticipant } from '../host/HostParticipant.ts';
import type { SessionHost } from '../host/SessionHost.ts';
import { carryOver, type Measurement, measure, type Snapshot } from './measure.ts';
import { insertSamples, participantsOfStays, type StoredSample } from './store.ts';

/** ms that one measurement is about. */
const INTERVAL = 10_000;
/** Turns that participants are spread over, so that a large call is not asked about in one moment. */
const TURNS = 20;
const TURN = INTERVAL / TURNS;

export interface QualityRecorderOptions {
	/** The sessions that run in this process. */
	readonly running: { readonly hosts: readonly SessionHost[] };
	readonly queries: Queries;
	readonly logger: Logger;
}

/** A measurement, and whose it is. */
interface Taken {
	readonly sessionId: string;
	readonly stayId: string;
	readonly measurement: Measurement;
}

/**
 * Measures every participant once in ten seconds and writes what was measured, of all of them, in one go. What a
 * participant saw after its last measurement is not written.
 */
export class QualityRecorder {
	readonly #options: QualityRecorderOptions;
	readonly #snapshots = new WeakMap<HostParticipant, Snapshot>();
	readonly #timer: NodeJS.Timeout;
	#turn = Math.floor(epochMs() / TURN);
	#taking: Promise<Taken | undefined>[] = [];
	#writing: Promise<void> = Promise.resolve();

	constructor(options: QualityRecorderOptions) {
		this.#options = options;
		this.#timer = setInterval(() => this.#tick(epochMs()), TURN);
	}

	/** Measures no more, and resolves when everything is written. */
	async close(): Promise<void> {
		clearInterval(this.#timer);
		this.#flush(Math.ceil(epochMs() / INTERVAL) * INTERVAL);
		await this.#writing;
	}

	/** @param now epoch ms; intervals are those of the clock, so that all servers agree on them */
	#tick(now: number): void {
		const turn = Math.floor(now / TURN);
		// The clock was set back: waiting until it is there again would leave a hole.
		if (turn < this.#turn - TURNS) this.#turn = turn - 1;
		// A process that could not run catches up with those it missed, once each.
		for (let due = Math.max(this.#turn + 1, turn - TURNS + 1); due <= turn; due++) {
			if (due % TURNS === 0) this.#flush(due * TURN);
			for (const host of this.#options.running.hosts)
				for (const participant of host.participants)
					if (turnOf(participant) === due % TURNS) this.#taking.push(this.#take(host, participant));
		}
		this.#turn = Math.max(turn, this.#turn);
	}

	async #take(host: SessionHost, participant: HostParticipant): Promise<Taken | undefined> {
		const { media } = participant;
		if (media === undefined || media.closed) return undefined;
		const { stayId, joinedAt } = participant.stay;
		const at = performance.now();
		const before = this.#snapshots.get(participant) ?? { at: at - (host.clock.now() - joinedAt), streams: [] };
		const after: Snapshot = { at, streams: await media.stats() };
		const living = new Set(media.producers.map(({ id }) => id));
		this.#snapshots.set(participant, carryOver(before, after, living));
		const measurement = measure(before, after);
		return measurement && { sessionId: host.sessionId, stayId, measurement };
	}

	#flush(at: number): void {
		const taking = this.#taking;
		this.#taking = [];
		if (taking.length === 0) return;
		this.#writing = this.#writing
			.then(async () => this.#write(at, await Promise.all(taking)))
			.catch((error) => this.#options.logger.error({ err: error }, 'quality could not be written'));
	}

	async #write(at: number, all: readonly (Taken | undefined)[]): Promise<void> {
		const taken = all.filter((each) => each !== undefined);
		const participants = await participantsOfStays(
			this.#options.queries,
			taken.map(({ stayId }) => stayId),
		);
		const samples = taken.flatMap(({ sessionId, stayId, measurement }) => {
			const participant = participants.get(stayId);
			return participant === undefined ? [] : [toSample(participant, sessionId, at, measurement)];
		});
		await insertSamples(this.#options.queries, samples);
	}
}

/** The ids of stays that begin together differ at their ends. */
function turnOf({ stay }: HostParticipant): number {
	return Number.parseInt(stay.stayId.slice(-6), 16) % TURNS;
}

function toSample(
	participant: string,
	sessionId: string,
	at: number,
	{ audio, video, resolutions }: Measurement,
): StoredSample {
	return {
		participant,
		at,
		session_id: sessionId,
		recv_audio_lost: audio.recv.lost,
		recv_video_lost: video.recv.lost,
		send_audio_lost: audio.send.lost,
		send_video_lost: video.send.lost,
		audio_rtt: audio.rtt,
		video_rtt: video.rtt,
		audio_jitter: audio.jitter,
		video_jitter: video.jitter,
		send_audio_bitrate: audio.send.bitrate,
		send_video_bitrate: video.send.bitrate,
		recv_audio_bitrate: audio.recv.bitrate,
		recv_video_bitrate: video.recv.bitrate,
		audio_score: audio.score,
		video_score: video.score,
		resolutions: Object.keys(resolutions).length === 0 ? null : JSON.stringify(resolutions),
	};
}
