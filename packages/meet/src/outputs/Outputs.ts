import type {
	CompositionConfig,
	HlsStateChange,
	LivestreamOutput,
	LivestreamStateChange,
	Meeting,
	RecordingStateChange,
} from '@roomcast/client';
import { createContext, useContext } from 'react';
import * as codes from '../errors/codes.ts';
import type { Notices } from '../meeting/Notices.ts';
import type { Parameters } from '../parameters/table.ts';
import { type Failure, liveProblem } from './liveProblem.ts';
import { liveNews, recordingNews } from './outputNews.ts';

/** What leaves the room. */
type OutputKind = 'recording' | 'livestream' | 'hls';
type Change = RecordingStateChange | LivestreamStateChange | HlsStateChange;

interface KindFacts {
	/** The state of one. */
	readonly state: (meeting: OutputMeeting) => Change['status'];
	/** Code of a start that fails on its way: everybody in the call gets it. */
	readonly startFailed: number;
	/** Code of a start that is refused because one runs. */
	readonly runsAlready: number;
	/** The notice for it. */
	readonly already: string;
}

const KINDS: Readonly<Record<OutputKind, KindFacts>> = {
	recording: {
		state: ({ recordingState }) => recordingState,
		startFailed: codes.START_RECORDING_FAILED,
		runsAlready: codes.PREV_RECORDING_PROCESSING,
		already: 'The call is already being recorded.',
	},
	livestream: {
		state: ({ livestreamState }) => livestreamState,
		startFailed: codes.START_LIVESTREAM_FAILED,
		runsAlready: codes.PREV_RTMP_RECORDING_PROCESSING,
		already: 'The call is already live there.',
	},
	hls: {
		state: ({ hlsState }) => hlsState,
		startFailed: codes.START_HLS_FAILED,
		runsAlready: codes.PREV_HLS_STREAMING_PROCESSING,
		already: 'The call is already live there.',
	},
};

type OutputMeeting = Pick<
	Meeting,
	| 'startRecording'
	| 'stopRecording'
	| 'recordingState'
	| 'startHls'
	| 'stopHls'
	| 'hlsState'
	| 'startLivestream'
	| 'stopLivestream'
	| 'livestreamState'
	| 'participants'
	| 'localParticipant'
	| 'on'
	| 'off'
>;
type OutputSettings = Pick<
	Parameters,
	'recordingWebhookUrl' | 'recordingAWSDirPath' | 'recordingTheme' | 'hlsTheme' | 'liveStreamTheme'
>;

/** Starts and stops the recording and streams of the call, and reports how they go, no matter who did it. None of it throws. */
export class Outputs {
	readonly #meeting: OutputMeeting;
	readonly #notices: Pick<Notices, 'tell' | 'warn'>;
	readonly #settings: OutputSettings;
	/** What was started here, and runs or is about to. */
	readonly #mine = new Set<OutputKind>();
	/** What is being started or stopped. */
	readonly #busy = new Set<OutputKind>();

	constructor(meeting: OutputMeeting, notices: Pick<Notices, 'tell' | 'warn'>, settings: OutputSettings) {
		this.#meeting = meeting;
		this.#notices = notices;
		this.#settings = settings;
	}

	/** Tells what happens to outputs from now on, and what runs. The returned function ends it. */
	readonly follow = (): (() => void) => {
		const kinds = Object.keys(KINDS) as OutputKind[];
		const before = Object.fromEntries(kinds.map((kind) => [kind, KINDS[kind].state(this.#meeting)])) as Record<
			OutputKind,
			Change['status']
		>;
		const stops = kinds.map((kind) => {
			const changed = (change: Change) => {
				const news = this.#newsOf(kind, before[kind], change);
				before[kind] = change.status;
				if (change.status.endsWith('_STOPPED')) this.#mine.delete(kind);
				if (news !== undefined) this.#notices.tell(news);
			};
			this.#meeting.on(`${kind}-state-changed`, changed);
			return () => this.#meeting.off(`${kind}-state-changed`, changed);
		});
		const runs = (kind: OutputKind) => /_(STARTED|PLAYABLE)$/.test(before[kind]);
		if (runs('recording')) this.#notices.tell('This call is being recorded');
		if (runs('livestream') || runs('hls'))
			this.#notices.tell('This call is live: people outside of it see and hear you');
		return () => {
			for (const stop of stops) stop();
		};
	};

	/** Starts the recording as the link says. @returns whether it runs */
	startRecording(): Promise<boolean> {
		const { recordingWebhookUrl: webhookUrl, recordingAWSDirPath: folder, recordingTheme: theme } = this.#settings;
		return this.#start('recording', () => this.#meeting.startRecording(webhookUrl, folder, themed(theme)));
	}

	/** Goes live on the web as the link says. @returns whether it is on air */
	startHls(): Promise<boolean> {
		return this.#start('hls', () => this.#meeting.startHls(themed(this.#settings.hlsTheme)));
	}

	/** Goes live on other services as the link says. @returns whether it is on air */
	startLivestream(outputs: readonly LivestreamOutput[]): Promise<boolean> {
		const config = themed(this.#settings.liveStreamTheme);
		return this.#start('livestream', () => this.#meeting.startLivestream([...outputs], config));
	}

	/** Stops the recording. */
	async stopRecording(): Promise<void> {
		await this.#once('recording', () => this.#meeting.stopRecording());
	}

	/** Ends what is live on the web. */
	async stopHls(): Promise<void> {
		await this.#once('hls', () => this.#meeting.stopHls());
	}

	/** Ends what is live on other services. */
	async stopLivestream(): Promise<void> {
		await this.#once('livestream', () => this.#meeting.stopLivestream());
	}

	/** Puts the link for viewers on the clipboard. */
	async copyLink(link: string): Promise<void> {
		try {
			await navigator.clipboard.writeText(link);
			this.#notices.tell('Link for viewers copied');
		} catch {
			this.#notices.warn(`The link for viewers is ${link}`);
		}
	}

	#newsOf(kind: OutputKind, before: Change['status'], change: Change): string | undefined {
		if (!isRecordingChange(change)) return liveNews(before, change, this.#mine.has(kind));
		const { localParticipant, participants } = this.#meeting;
		const { startedBy } = change;
		// Somebody who has left by now, or records by REST, has no name here.
		if (typeof startedBy !== 'string') return recordingNews(before, change, { you: false });
		const name = participants.get(startedBy)?.displayName;
		return recordingNews(before, change, { you: startedBy === localParticipant.id, name });
	}

	async #start(kind: OutputKind, start: () => Promise<void>): Promise<boolean> {
		if (this.#busy.has(kind)) return false;
		// A start that fails on its way is reported to everybody, including the person who asked.
		let reported = false;
		const failed = ({ code }: Failure) => {
			reported ||= code === KINDS[kind].startFailed;
		};
		this.#mine.add(kind);
		this.#meeting.on('error', failed);
		const started = await this.#once(kind, start, () => reported);
		this.#meeting.off('error', failed);
		if (!started) this.#mine.delete(kind);
		return started;
	}

	/**
	 * Ignores a second click while the first one works.
	 *
	 * @param reported whether a failure was reported already
	 * @returns whether it went well
	 */
	async #once(kind: OutputKind, work: () => Promise<void>, reported = () => false): Promise<boolean> {
		if (this.#busy.has(kind)) return false;
		this.#busy.add(kind);
		try {
			await work();
			return true;
		} catch (error) {
			if (!reported()) this.#warn(kind, error as Failure);
			return false;
		} finally {
			this.#busy.delete(kind);
		}
	}

	#warn(kind: OutputKind, failure: Failure): void {
		const { code, message } = failure;
		const { runsAlready, already } = KINDS[kind];
		const said = code === runsAlready ? already : liveProblem(failure);
		// For debugging: what the server said.
		if (said !== undefined) console.warn(message);
		this.#notices.warn(said ?? message);
	}
}

function isRecordingChange(change: Change): change is RecordingStateChange {
	return change.status.startsWith('RECORDING_');
}

function themed(theme: CompositionConfig['theme'] | undefined): CompositionConfig | undefined {
	return theme === undefined ? undefined : { layout: { type: 'GRID', priority: 'SPEAKER' }, theme };
}

/** The outputs of the running call. */
export const OutputsContext = createContext<Outputs | undefined>(undefined);

/** The outputs of the running call. @throws Error outside of a call */
export function useOutputs(): Outputs {
	const outputs = useContext(OutputsContext);
	if (outputs === undefined) throw new Error('useOutputs outside of a call');
	return outputs;
}
