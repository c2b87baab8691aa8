import { Tooltip } from '@base-ui/react/tooltip';
import type { Meeting } from '@roomcast/client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from '../base/Store.ts';
import { ChatContext, ChatLog, useChat } from '../chat/ChatLog.ts';
import { ChatPanel } from '../chat/ChatPanel.tsx';
import { ControlBar } from '../controls/ControlBar.tsx';
import { ShortcutHelp } from '../controls/ShortcutHelp.tsx';
import { InviteDialog } from '../invite/InviteDialog.tsx';
import { AudioOutput } from '../meeting/AudioOutput.ts';
import { CallContext, useCall } from '../meeting/CallContext.ts';
import { CallView } from '../meeting/CallView.ts';
import { Chime } from '../meeting/Chime.ts';
import { NoticeList } from '../meeting/NoticeList.tsx';
import { Notices } from '../meeting/Notices.ts';
import { QuestionDialog } from '../meeting/QuestionDialog.tsx';
import { RemoteAudio } from '../meeting/RemoteAudio.tsx';
import { useCovered } from '../meeting/SidePanel.tsx';
import { useActions } from '../meeting/useActions.ts';
import { usePeople } from '../meeting/usePeople.ts';
import { useReceived } from '../meeting/useViewport.ts';
import { LiveDialog } from '../outputs/LiveDialog.tsx';
import { Marks } from '../outputs/Marks.tsx';
import { Outputs, OutputsContext } from '../outputs/Outputs.ts';
import { RecordDialog } from '../outputs/RecordDialog.tsx';
import type { Parameters } from '../parameters/table.ts';
import { useParameters } from '../parameters/useParameters.ts';
import { ConsentDialog } from '../people/ConsentDialog.tsx';
import { KnockToast } from '../people/KnockToast.tsx';
import { PeoplePanel } from '../people/PeoplePanel.tsx';
import { useSession } from '../session/SessionContext.ts';
import { Stage } from '../stage/Stage.tsx';
import { Announcements } from './Announcements.ts';
import { Banners } from './Banners.tsx';
import { followLayout, RecordedCall } from './RecordedCall.tsx';
import { useCallShortcuts } from './useCallShortcuts.ts';
import { useNews } from './useNews.ts';
import { useTalkingWhileMuted } from './useTalkingWhileMuted.ts';

/** The running call. */
export function Call({ meeting }: { meeting: Meeting }) {
	const parameters = useParameters();
	const { speaker } = useSession();
	const { chatEnabled, isRecorder, meetingLayoutTopic } = parameters;
	const [own] = useState(() => ({
		view: new CallView(arrangementOf(parameters)),
		notices: new Notices(),
		output: new AudioOutput(),
		chime: new Chime(() => speaker.state),
	}));
	useEffect(() => () => own.chime.close(), [own]);
	useEffect(
		() => (meetingLayoutTopic === undefined ? undefined : followLayout(meeting, meetingLayoutTopic, own.view)),
		[meeting, meetingLayoutTopic, own],
	);
	const chat = useMemo(() => (chatEnabled ? new ChatLog(meeting) : undefined), [meeting, chatEnabled]);
	useEffect(() => chat?.start(), [chat]);
	const outputs = useMemo(() => new Outputs(meeting, own.notices, parameters), [meeting, own, parameters]);
	useEffect(() => outputs.follow(), [outputs]);
	const parts = useMemo(() => ({ meeting, ...own }), [meeting, own]);
	return (
		<CallContext value={parts}>
			<ChatContext value={chat}>
				<OutputsContext value={outputs}>
					<Tooltip.Provider delay={350}>{isRecorder ? <RecordedCall /> : <CallScreen />}</Tooltip.Provider>
				</OutputsContext>
			</ChatContext>
		</CallContext>
	);
}

function arrangementOf({ layoutType, layoutGridSize, layoutPriority }: Parameters) {
	return { layout: layoutType, gridSize: layoutGridSize, priority: layoutPriority };
}

function CallScreen() {
	const { meeting, view, notices, chime } = useCall();
	const chat = useChat();
	const { panel, liveOpen } = useStore(view);
	const actions = useActions();
	const others = usePeople(meeting).filter(({ local }) => !local);
	useNews(meeting, notices);
	useTalkingWhileMuted(meeting, notices);
	useReceived(meeting);
	useCallShortcuts(actions);
	const announcements = useMemo(() => new Announcements(meeting, chat, chime), [meeting, chat, chime]);
	useEffect(() => announcements.follow(), [announcements]);
	const covered = useCovered(panel !== undefined);
	const heading = useRef<HTMLHeadingElement>(null);
	// Who joins without a join screen has the focus nowhere.
	useEffect(() => {
		if (document.activeElement === document.body) heading.current?.focus();
	}, []);

	return (
		<div data-testid="call" className="flex h-dvh flex-col overflow-hidden">
			<div inert={covered} className="contents">
				<Marks />
				<Banners actions={actions} />
			</div>
			<div className="flex min-h-0 grow">
				<div className="relative min-h-0 min-w-0 grow">
					<main inert={covered} className="relative size-full px-2 pt-2 sm:px-4 sm:pt-4">
						<h1 ref={heading} tabIndex={-1} className="sr-only">
							Call
						</h1>
						<Stage />
					</main>
					<KnockToast />
					<NoticeList notices={notices} />
				</div>
				{panel === 'people' && <PeoplePanel />}
				{panel === 'chat' && chat !== undefined && <ChatPanel chat={chat} />}
			</div>
			<div inert={covered} className="contents">
				<ControlBar actions={actions} />
			</div>
			<Announcer announcements={announcements} />
			{others.map((participant) => (
				<RemoteAudio key={participant.id} participant={participant} />
			))}
			<ShortcutHelp />
			<RecordDialog />
			<LiveDialog />
			<InviteDialog />
			<ConsentDialog actions={actions} />
			{!liveOpen && <QuestionDialog />}
		</div>
	);
}

/** Where screen readers read announcements. A live region, which dialogs and panels do not silence. */
function Announcer({ announcements }: { announcements: Announcements }) {
	const { id, text } = useStore(announcements);
	return (
		<div role="status" aria-live="polite" className="sr-only" data-testid="announcer">
			{/* A new element each time: the same words are read out again. */}
			<p key={id}>{text}</p>
		</div>
	);
}
