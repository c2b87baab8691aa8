import { Store } from '../base/Store.ts';
import type { Layout, LayoutPriority } from '../parameters/table.ts';
import type { Question } from './Question.ts';

/** What can be open beside the tiles. */
export type Panel = 'people' | 'chat';

/** What is asked before it is done to the recording. */
export type RecordingQuestion = 'start' | 'stop';

export interface CallViewState {
	readonly layout: Layout;
	/** Most tiles on one page of the grid. */
	readonly gridSize: number;
	/** Who has the big place. */
	readonly priority: LayoutPriority;
	/** Key of the tile that was given the big place by hand. */
	readonly pinned: string | undefined;
	/** Page of the grid, from 0. */
	readonly page: number;
	/** What is open beside the tiles. */
	readonly panel: Panel | undefined;
	/** Whether the list of shortcuts is open. */
	readonly helpOpen: boolean;
	/** What is asked before it is done. */
	readonly question: Question | undefined;
	/** What is asked about the recording. */
	readonly recordingQuestion: RecordingQuestion | undefined;
	/** Whether what can be streamed is open. */
	readonly liveOpen: boolean;
	/** Whether a link for others is being made. */
	readonly inviteOpen: boolean;
}

/** How the tiles are placed. */
export type Arrangement = Pick<CallViewState, 'layout' | 'gridSize' | 'priority'>;

/** How this person looks at the call. Nobody else sees any of it. */
export class CallView extends Store<CallViewState> {
	constructor(arrangement: Arrangement) {
		super({
			...arrangement,
			pinned: undefined,
			page: 0,
			panel: undefined,
			helpOpen: false,
			question: undefined,
			recordingQuestion: undefined,
			liveOpen: false,
			inviteOpen: false,
		});
	}

	chooseLayout(layout: Layout): void {
		this.set({ ...this.state, layout, pinned: undefined, page: 0 });
	}

	/** What the hosts of the call ask for; what they do not name stays. */
	arrange(wanted: Partial<Arrangement>): void {
		this.set({ ...this.state, ...wanted, page: 0 });
	}

	/** Gives a tile the big place, or takes it back when it has it. */
	togglePin(key: string): void {
		this.set({ ...this.state, pinned: this.state.pinned === key ? undefined : key });
	}

	/** Closes the panel; without one, unpins. */
	back(): void {
		if (this.state.panel !== undefined) this.closePanel();
		else if (this.state.pinned !== undefined) this.set({ ...this.state, pinned: undefined });
	}

	/** Opens a panel, or closes it when it is the one that is open. */
	togglePanel(panel: Panel): void {
		this.set({ ...this.state, panel: this.state.panel === panel ? undefined : panel });
	}

	closePanel(): void {
		if (this.state.panel !== undefined) this.set({ ...this.state, panel: undefined });
	}

	turnTo(page: number): void {
		this.set({ ...this.state, page });
	}

	showHelp(helpOpen: boolean): void {
		this.set({ ...this.state, helpOpen });
	}

	showLive(liveOpen: boolean): void {
		this.set({ ...this.state, liveOpen });
	}

	showInvite(inviteOpen: boolean): void {
		this.set({ ...this.state, inviteOpen });
	}

	/** Asks before something is done that cannot be undone. */
	ask(question: Question): void {
		this.set({ ...this.state, question });
	}

	/** Takes the answer to what is asked, and does it when that is yes. Without a question it does nothing. */
	answer(yes: boolean): void {
		const { question } = this.state;
		this.set({ ...this.state, question: undefined });
		if (yes) question?.act();
	}

	/** Asks whether to start or stop the recording; undefined asks nothing more. */
	askAboutRecording(recordingQuestion: RecordingQuestion | undefined): void {
		this.set({ ...this.state, recordingQuestion });
	}
}
