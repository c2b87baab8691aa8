import type {
	CompositionConfig,
	HlsStateChange,
	LivestreamOutput,
	LivestreamStateChange,
	Meeting,
} from '@roomcast/client';
import type { Notices } from '../notices/Notices.ts';
import type { Parameters } from '../parameters/table.ts';
import { liveNews } from './liveNews.ts';
import { type Failure, liveProblem } from './liveProblem.ts';

/** Numbers of "could not be started" that everybody in the call also gets. */
const START_FAILED = [4013, 4016];
/** One runs already. */
const RUNS_ALREADY = [4019, 4020];

type StreamedMeeting = Pick<
	Meeting,
	| 'startHls'
	| 'stopHls'
	| 'startLivestream'
	| 'stopLivestream'
	| 'hlsState'
	| 'hlsUrls'
	| 'livestreamState'
	| 'on'
	| 'off'
>;
type Stream = 'hls' | 'livestream';

/** Starts and stops streams, and reports how they go, no matter who did it. None of it throws. */
export class Broadcaster {
	readonly #meeting: StreamedMeeting;
	readonly #notices: Pick<Notices, 'tell' | 'warn'>;
	readonly #wishes: Pick<Parameters, 'hlsTheme' | 'liveStreamTheme'>;
	/** What was started here, and runs or is about to. */
	readonly #mine = new Set<Stream>();
	/** What is being started or stopped. */
	readonly #busy = new Set<Stream>();

	constructor(
		meeting: StreamedMeeting,
		notices: Pick<Notices, 'tell' | 'warn'>,
		wishes: Pick<Parameters, 'hlsTheme' | 'liveStreamTheme'>,
	) {
		this.#meeting = meeting;
		this.#notices = notices;
		this.#wishes = wishes;
	}

	/** Tells what happens to streams from now on, and that one runs. The returned function ends it. */
	readonly follow = (): (() => void) => {
		const before = { hls: this.#meeting.hlsState, livestream: this.#meeting.livestreamState };
		const tell = (stream: Stream, change: HlsStateChange | LivestreamStateChange) => {
			const news = liveNews(before[stream], change, this.#mine.has(stream));
			Object.assign(before, { [stream]: change.status });
			if (change.status.endsWith('_STOPPED')) this.#mine.delete(stream);
			if (news !== undefined) this.#notices.tell(news);
		};
		const hls = (change: HlsStateChange) => tell('hls', change);
		const livestream = (change: LivestreamStateChange) => tell('livestream', change);
		this.#meeting.on('hls-state-changed', hls);
		this.#meeting.on('livestream-state-changed', livestream);
		if (Object.values(before).some((state) => /_(STARTED|PLAYABLE)$/.test(state)))
			this.#notices.tell('This call is live: people outside of it see and hear you');
		return () => {
			this.#meeting.off('hls-state-changed', hls);
			this.#meeting.off('livestream-state-changed', livestream);
		};
	};

	/** @returns whether it is on air */
	startHls(): Promise<boolean> {
		return this.#start('hls', () => this.#meeting.startHls(themed(this.#wishes.hlsTheme)));
	}

	/** @returns whether it is on air */
	startLivestream(outputs: readonly LivestreamOutput[]): Promise<boolean> {
		const config = themed(this.#wishes.liveStreamTheme);
		return this.#start('livestream', () => this.#meeting.startLivestream([...outputs], config));
	}

	async stopHls(): Promise<void> {
		await this.#once('hls', () => this.#meeting.stopHls());
	}

	async stopLivestream(): Promise<void> {
		await this.#once('livestream', () => this.#meeting.stopLivestream());
	}

	/** Puts where it can be watched on the clipboard. */
	async copyLink(link: string): Promise<void> {
		try {
			await navigator.clipboard.writeText(link);
			this.#notices.tell('Link for viewers copied');
		} catch {
			this.#notices.warn(`The link for viewers is ${link}`);
		}
	}

	async #start(stream: Stream, start: () => Promise<void>): Promise<boolean> {
		// A start that fails on its way is reported to everybody, including the person who asked.
		let told = false;
		const heard = ({ code }: Failure) => {
			told ||= START_FAILED.includes(code);
		};
		return this.#once(stream, async () => {
			this.#mine.add(stream);
			this.#meeting.on('error', heard);
			try {
				await start();
			} catch (error) {
				this.#mine.delete(stream);
				throw told ? undefined : error;
			} finally {
				this.#meeting.off('error', heard);
			}
		});
	}

	/** A second click while the first one works is lost on purpose. @returns whether it went well */
	async #once(stream: Stream, work: () => Promise<void>): Promise<boolean> {
		if (this.#busy.has(stream)) return false;
		this.#busy.add(stream);
		try {
			await work();
			return true;
		} catch (error) {
			if (error !== undefined) this.#refused(error as Failure);
			return false;
		} finally {
			this.#busy.delete(stream);
		}
	}

	#refused(failure: Failure): void {
		const { code, message } = failure;
		const said = RUNS_ALREADY.includes(code) ? 'The call is already live there.' : liveProblem(failure);
		// For debugging: what the server said.
		if (said !== undefined) console.warn(message);
		this.#notices.warn(said ?? message);
	}
}

function themed(theme: CompositionConfig['theme'] | undefined): CompositionConfig | undefined {
	return theme === undefined ? undefined : { layout: { type: 'GRID', priority: 'SPEAKER' }, theme };
}
