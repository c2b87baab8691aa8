import { useCall } from '../call/CallContext.ts';
import { useSends } from '../call/useSends.ts';
import { ChatControl } from '../chat/ChatControl.tsx';
import { useParameters } from '../parameters/ParametersContext.ts';
import { PeopleControl } from '../people/PeopleControl.tsx';
import { CallFacts } from './CallFacts.tsx';
import { CameraControl } from './CameraControl.tsx';
import { InviteControl } from './InviteControl.tsx';
import { LayoutControl } from './LayoutControl.tsx';
import { LeaveControl } from './LeaveControl.tsx';
import { MicControl } from './MicControl.tsx';
import { MoreControl } from './MoreControl.tsx';
import { canShareScreen, ShareControl } from './ShareControl.tsx';
import type { Actions } from './useActions.ts';

/** The bar below the call. It stays: nobody should have to look for the microphone button. */
export function ControlBar({ actions }: { actions: Actions }) {
	const parameters = useParameters();
	const { meeting, chat } = useCall();
	const sends = useSends(meeting);
	return (
		<footer
			data-testid="control-bar"
			className="grid shrink-0 grid-cols-1 items-center gap-4 px-3 pt-2.5 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4 lg:grid-cols-[1fr_auto_1fr]"
		>
			<CallFacts />
			{/* biome-ignore lint/a11y/useSemanticElements: A fieldset is a part of a form. */}
			<div
				role="group"
				aria-label="Call controls"
				className="flex items-center justify-center gap-1.5 sm:gap-2.5 max-[27rem]:[&_button]:w-10.5 max-[22rem]:[&_button]:w-8.5"
			>
				{sends && parameters.participantCanToggleSelfMic && <MicControl actions={actions} />}
				{sends && parameters.participantCanToggleSelfWebcam && <CameraControl actions={actions} />}
				{sends && parameters.screenShareEnabled && canShareScreen && <ShareControl actions={actions} />}
				<LayoutControl />
				{parameters.participantTabPanelEnabled && <PeopleControl />}
				{chat !== undefined && <ChatControl chat={chat} />}
				<MoreControl actions={actions} />
				<LeaveControl actions={actions} />
			</div>
			<div className="hidden justify-end lg:flex">
				<InviteControl />
			</div>
		</footer>
	);
}
