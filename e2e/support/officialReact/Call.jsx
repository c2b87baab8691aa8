import * as sdk from '@videosdk.live/react-sdk';
import { MeetingConsumer, useMediaDevice, useMeeting } from '@videosdk.live/react-sdk';
import { useRef } from 'react';
import { Chat } from './Chat.jsx';
import { Extras } from './Extras.jsx';
import { expose, handlers } from './log.js';
import { Person } from './Person.jsx';

/** Every handler of `useMeeting` that any of the versions has. */
const MEETING = handlers('', [
	'onCharacterJoined',
	'onData',
	'onEntryRequested',
	'onEntryResponded',
	'onError',
	'onHlsStarted',
	'onHlsStateChanged',
	'onHlsStopped',
	'onLivestreamStateChanged',
	'onMainParticipantChanged',
	'onMeetingJoined',
	'onMeetingLeft',
	'onMeetingStateChanged',
	'onMicRequested',
	'onParticipantJoined',
	'onParticipantLeft',
	'onParticipantModeChanged',
	'onPausedAllStreams',
	'onPinStateChanged',
	'onPresenterChanged',
	'onQualityLimitation',
	'onRecordingStarted',
	'onRecordingStateChanged',
	'onRecordingStopped',
	'onResumedAllStreams',
	'onSpeakerChanged',
	'onSwitchMeeting',
	'onWebcamRequested',
]);

/** A call: who has been let in sees everybody, as in the example apps. */
export function Call() {
	const meeting = useMeeting(MEETING);
	const devices = useMediaDevice(handlers('', ['onDeviceChanged']));
	const renders = useRef(0);
	renders.current++;
	expose({ meeting, devices, sdk, renders: renders.current });
	return (
		<>
			<button type="button" onClick={() => meeting.join()}>
				Join
			</button>
			<output id="joined">{String(meeting.isMeetingJoined)}</output>
			<output id="mic">{String(meeting.localMicOn)}</output>
			<output id="webcam">{String(meeting.localWebcamOn)}</output>
			<output id="main">{meeting.mainParticipant?.id}</output>
			<MeetingConsumer>{({ participants }) => <output id="consumer">{participants.size}</output>}</MeetingConsumer>
			{[...meeting.participants.keys()].map((id) => (
				<Person key={id} id={id} />
			))}
			<Chat topic="CHAT" />
			<Extras />
		</>
	);
}
