import { useMeeting } from '@roomcast/react';
import { useState } from 'react';
import { Chat } from './Chat.tsx';
import { Person } from './Person.tsx';

/** The people in the call, the buttons, the chat. */
export function Call({ onLeft }: { onLeft: () => void }) {
	const [problem, setProblem] = useState('');
	const meeting = useMeeting({
		onMeetingLeft: onLeft,
		onError: ({ message }) => setProblem(message),
	});
	const tell = (error: Error) => setProblem(error.message);
	if (!meeting.isMeetingJoined) return <p role="status">{problem || 'Joining…'}</p>;
	return (
		<>
			<main style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
				{[...meeting.participants.keys()].map((id) => (
					<Person key={id} id={id} />
				))}
			</main>
			<button type="button" onClick={() => meeting.toggleMic().catch(tell)}>
				{meeting.localMicOn ? 'Mute' : 'Unmute'}
			</button>
			<button type="button" onClick={() => meeting.toggleWebcam().catch(tell)}>
				{meeting.localWebcamOn ? 'Camera off' : 'Camera on'}
			</button>
			<button type="button" onClick={() => meeting.toggleScreenShare().catch(tell)}>
				{meeting.localScreenShareOn ? 'Stop sharing' : 'Share a screen'}
			</button>
			<button type="button" onClick={() => meeting.leave().catch(tell)}>
				Leave
			</button>
			<p role="status">{problem}</p>
			<Chat />
		</>
	);
}
