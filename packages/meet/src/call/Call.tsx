import { Tooltip } from '@base-ui/react/tooltip';
import type { Meeting } from '@roomcast/client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Announcements } from '../announcements/Announcements.ts';
import { Announcer } from '../announcements/Announcer.tsx';
import { Chime } from '../announcements/Chime.ts';
import { AudioOutput } from '../audio/AudioOutput.ts';
import { RemoteAudio } from '../audio/RemoteAudio.tsx';
import { ChatLog } from '../chat/ChatLog.ts';
import { ChatPanel } from '../chat/ChatPanel.tsx';
import { ControlBar } from '../controls/ControlBar.tsx';
import { ShortcutHelp } from '../controls/ShortcutHelp.tsx';
import { useActions } from '../controls/useActions.ts';
import { useStore } from '../hooks/useStore.ts';
import { InviteDialog } from '../invite/InviteDialog.tsx';
import { KnockToast } from '../knocks/KnockToast.tsx';
import { Broadcaster } from '../live/Broadcaster.ts';
import { LiveDialog } from '../live/LiveDialog.tsx';
import { ConsentDialog } from '../moderation/ConsentDialog.tsx';
import { QuestionDialog } from '../moderation/QuestionDialog.tsx';
import { NoticeList } from '../notices/NoticeList.tsx';
import { Notices } from '../notices/Notices.ts';
import { useCovered } from '../panel/useCovered.ts';
import { useParameters } from '../parameters/ParametersContext.ts';
import type { Parameters } from '../parameters/table.ts';
import { PeoplePanel } from '../people/PeoplePanel.tsx';
import { followLayout } from '../recorded/followLayout.ts';
import { RecordedCall } from '../recorded/RecordedCall.tsx';
import { RecordDialog } from '../recording/RecordDialog.tsx';
import { Recorder } from '../recording/Recorder.ts';
import { useSession } from '../session/SessionContext.ts';
import { Banners } from './Banners.tsx';
import { CallContext, useCall } from './CallContext.ts';
import { CallView } from './CallView.ts';
import { Marks } from './Marks.tsx';
import { Stage } from './Stage.tsx';
import { useCallShortcuts } from './useCallShortcuts.ts';
import { useNews } from './useNews.ts';
import { usePeople } from './usePeople.ts';
import { useReceived } from './useReceived.ts';
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
	const recorder = useMemo(() => new Recorder(meeting, own.notices, parameters), [meeting, own, parameters]);
	useEffect(() => recorder.follow(), [recorder]);
	const broadcaster = useMemo(() => new Broadcaster(meeting, own.notices, parameters), [meeting, own, parameters]);
	useEffect(() => broadcaster.follow(), [broadcaster]);
	const parts = useMemo(
		() => ({ meeting, chat, recorder, broadcaster, ...own }),
		[meeting, chat, recorder, broadcaster, own],
	);
	return (
		<CallContext value={parts}>
			<Tooltip.Provider delay={350}>{isRecorder ? <RecordedCall /> : <CallScreen />}</Tooltip.Provider>
		</CallContext>
	);
}

function arrangementOf({ layoutType, layoutGridSize, layoutPriority }: Parameters) {
	return { layout: layoutType, gridSize: layoutGridSize, priority: layoutPriority };
}

function CallScreen() {
	const { meeting, view, notices, chat, chime } = useCall();
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
