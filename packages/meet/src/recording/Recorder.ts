import type { CompositionConfig, Meeting, RecordingState, RecordingStateChange } from '@roomcast/client';
import type { Notices } from '../notices/Notices.ts';
import type { Parameters } from '../parameters/table.ts';
import { recordingNews } from './recordingNews.ts';

/** Numbers of "could not be started" and of "one runs already". */
const START_FAILED = 4011;
const RUNS_ALREADY = 4018;

type RecordedMeeting = Pick<
	Meeting,
	'startRecording' | 'stopRecording' | 'recordingState' | 'participants' | 'localParticipant' | 'on' | 'off'
>;
type Wishes = Pick<Parameters, 'recordingWebhookUrl' | 'recordingAWSDirPath' | 'recordingTheme'>;
type Failure = { readonly code: number; readonly message: string };

/** Starts and stops the recording, and reports how it goes, no matter who did it. None of it throws. */
export class Recorder {
	readonly #meeting: RecordedMeeting;
	readonly #notices: Pick<Notices, 'tell' | 'warn'>;
	readonly #wishes: Wishes;
	#busy = false;

	constructor(meeting: RecordedMeeting, notices: Pick<Notices, 'tell' | 'warn'>, wishes: Wishes) {
		this.#meeting = meeting;
		this.#notices = notices;
		this.#wishes = wishes;
	}

	/** Tells what happens to the recording from now on, and that one runs. The returned function ends it. */
	readonly follow = (): (() => void) => {
		let before: RecordingState = this.#meeting.recordingState;
		const changed = (change: RecordingStateChange) => {
			const news = recordingNews(before, change, this.#starter(change));
			before = change.status;
			if (news !== undefined) this.#notices.tell(news);
		};
		this.#meeting.on('recording-state-changed', changed);
		if (before === 'RECORDING_STARTED') this.#notices.tell('This call is being recorded');
		return () => this.#meeting.off('recording-state-changed', changed);
	};

	async start(): Promise<void> {
		const { recordingWebhookUrl: webhookUrl, recordingAWSDirPath: folder, recordingTheme: theme } = this.#wishes;
		const config: CompositionConfig | undefined =
			theme === undefined ? undefined : { layout: { type: 'GRID', priority: 'SPEAKER' }, theme };
		// A start that fails on its way is reported to everybody, including the person who asked.
		let told = false;
		const heard = ({ code }: Failure) => {
			told ||= code === START_FAILED;
		};
		await this.#once(async () => {
			this.#meeting.on('error', heard);
			try {
				await this.#meeting.startRecording(webhookUrl, folder, config);
			} catch (error) {
				if (!told) this.#refused(error as Failure);
			} finally {
				this.#meeting.off('error', heard);
			}
		});
	}

	async stop(): Promise<void> {
		await this.#once(async () => {
			try {
				await this.#meeting.stopRecording();
			} catch (error) {
				this.#refused(error as Failure);
			}
		});
	}

	/** Who started it. Somebody who has left by now, or records by REST, has no name here. */
	#starter({ startedBy }: RecordingStateChange): { you: boolean; name?: string | undefined } {
		const { localParticipant, participants } = this.#meeting;
		if (typeof startedBy !== 'string') return { you: false };
		return { you: startedBy === localParticipant.id, name: participants.get(startedBy)?.displayName };
	}

	#refused({ code, message }: Failure): void {
		this.#notices.warn(code === RUNS_ALREADY ? 'The call is already being recorded.' : message);
	}

	/** A second click while the first one works is lost on purpose. */
	async #once(work: () => Promise<void>): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		await work();
		this.#busy = false;
	}
}
