import { AudioPlayer, MeetingProvider, useMeeting, useParticipant, VideoPlayer } from '@roomcast/react';
import { memo, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

/** One page for both kinds of hooks: who is here, and who speaks. */
function Crowd(): ReactNode {
	const { participants, activeSpeakerId } = useMeeting();
	return (
		<>
			<h1>{`${participants.size} people, ${activeSpeakerId ?? 'nobody'} speaks`}</h1>
			{[...participants.keys()].map((id) => (
				<Tile key={id} id={id} />
			))}
		</>
	);
}

const Tile = memo(function Tile({ id }: { id: string }): ReactNode {
	const { displayName, micOn, webcamOn, isActiveSpeaker } = useParticipant(id);
	return (
		<div className={isActiveSpeaker ? 'speaks' : 'listens'}>
			{`${displayName} ${micOn ? 'on' : 'muted'} ${webcamOn ? 'seen' : 'unseen'}`}
			<VideoPlayer participantId={id} type="video" />
			<AudioPlayer participantId={id} type="audio" />
		</div>
	);
});

Object.assign(window, {
	enter(options: { config: Parameters<typeof MeetingProvider>[0]['config']; token: string; shown: boolean }) {
		const { config, token, shown } = options;
		createRoot(document.getElementById('root') as HTMLElement).render(
			<MeetingProvider config={config} token={token} joinWithoutUserInteraction>
				{shown && <Crowd />}
			</MeetingProvider>,
		);
	},
});
