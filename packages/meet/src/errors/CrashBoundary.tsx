import { Component, type ReactNode } from 'react';
import { CrashScreen } from './CrashScreen.tsx';

interface Props {
	/** Whether the page is recorded or streamed: then nobody is there to press a button. */
	readonly recorded: boolean;
	readonly children: ReactNode;
}

interface State {
	readonly crashed: boolean;
}

/**
 * Stands around the whole page: after an exception in a view it shows a way on instead of an empty page. React unmounts what
 * was inside, which leaves the call and stops the devices, and gives the exception to `reportCrash`.
 */
export class CrashBoundary extends Component<Props, State> {
	override state: State = { crashed: false };

	static getDerivedStateFromError(): State {
		return { crashed: true };
	}

	override render(): ReactNode {
		return this.state.crashed ? <CrashScreen recorded={this.props.recorded} /> : this.props.children;
	}
}
