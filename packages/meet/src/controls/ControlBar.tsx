import { MonitorUp, MonitorX, UsersRound } from 'lucide-react';
import { useChat } from '../chat/ChatLog.ts';
import { ChatControl } from '../chat/ChatPanel.tsx';
import { InviteControl } from '../invite/InviteControl.tsx';
import { useCall } from '../meeting/CallContext.ts';
import type { Actions } from '../meeting/useActions.ts';
import { useParticipant } from '../meeting/useParticipant.ts';
import { usePeople, useSends } from '../meeting/usePeople.ts';
import { useParameters } from '../parameters/useParameters.ts';
import { PeopleControl } from '../people/PeoplePanel.tsx';
import { useSession } from '../session/SessionContext.ts';
import { Brand } from '../ui/Brand.tsx';
import { ControlButton } from '../ui/ControlButton.tsx';
import { CameraControl, MicControl } from './deviceControls.tsx';
import { LayoutControl } from './LayoutControl.tsx';
import { LeaveControl } from './LeaveControl.tsx';
import { MoreControl } from './MoreControl.tsx';

/** The bar below the call. It stays: nobody should have to look for the microphone button. */
export function ControlBar({ actions }: { actions: Actions }) {
	const parameters = useParameters();
	const { meeting } = useCall();
	const chat = useChat();
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

/** Which call this is and how many are in it; only where the window has room for it. */
function CallFacts() {
	const { meeting } = useCall();
	const { roomId } = useSession();
	const count = usePeople(meeting).length;
	return (
		<div className="hidden min-w-0 items-center gap-4 lg:flex">
			<Brand />
			<span className="h-5 w-px shrink-0 bg-line" aria-hidden="true" />
			<span className="truncate text-sm text-soft" data-testid="call-room-id">
				{roomId}
			</span>
			<span className="flex shrink-0 items-center gap-1.5 text-sm text-soft tabular-nums" data-testid="people-count">
				<UsersRound className="size-4" aria-hidden="true" />
				{count}
				<span className="sr-only">{count === 1 ? 'person' : 'people'} in the call</span>
			</span>
		</div>
	);
}

/** Whether this browser can share a screen: those of phones cannot. */
export const canShareScreen = 'getDisplayMedia' in (navigator.mediaDevices ?? {});

/** Screen sharing on and off. */
function ShareControl({ actions }: { actions: Actions }) {
	const { meeting } = useCall();
	const { screenShareOn } = useParticipant(meeting.localParticipant);
	return (
		<ControlButton
			label="Share screen"
			hint={screenShareOn ? 'Stop sharing' : 'Share screen'}
			shortcut="S"
			look={screenShareOn ? 'live' : 'plain'}
			icon={screenShareOn ? <MonitorX /> : <MonitorUp />}
			aria-pressed={screenShareOn}
			onClick={actions.toggleShare}
			data-testid="share-button"
		/>
	);
}
