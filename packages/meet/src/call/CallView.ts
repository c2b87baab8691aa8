import { Store } from '../hooks/Store.ts';
import type { Layout } from '../parameters/table.ts';

export interface CallViewState {
	readonly layout: Layout;
	/** Key of the tile that was given the big place by hand. */
	readonly pinned: string | undefined;
	/** Page of the grid, from 0. */
	readonly page: number;
	/** Whether the list of shortcuts is open. */
	readonly helpOpen: boolean;
}

/** How this person looks at the call. Nobody else sees any of it. */
export class CallView extends Store<CallViewState> {
	constructor(layout: Layout) {
		super({ layout, pinned: undefined, page: 0, helpOpen: false });
	}

	chooseLayout(layout: Layout): void {
		this.set({ ...this.state, layout, pinned: undefined, page: 0 });
	}

	/** Gives a tile the big place, or takes it back when it has it. */
	togglePin(key: string): void {
		this.set({ ...this.state, pinned: this.state.pinned === key ? undefined : key });
	}

	unpin(): void {
		if (this.state.pinned !== undefined) this.set({ ...this.state, pinned: undefined });
	}

	turnTo(page: number): void {
		this.set({ ...this.state, page });
	}

	showHelp(helpOpen: boolean): void {
		this.set({ ...this.state, helpOpen });
	}
}
