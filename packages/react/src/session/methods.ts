import type { Meeting } from '@roomcast/client';
import { requireMeeting } from './requireMeeting.ts';

/** Methods of a meeting that are handed on as they are. */
const PASSED_ON = [
	'end',
	'muteMic',
	'disableWebcam',
	'disableScreenShare',
	'enableScreenShare',
	'replaceWebcamStream',
	'setWebcamQuality',
	'pauseAllStreams',
	'resumeAllStreams',
	'enableAdaptiveSubscription',
	'disableAdaptiveSubscription',
	'startRecording',
	'stopRecording',
	'startLivestream',
	'stopLivestream',
	'startHls',
	'stopHls',
	'send',
	'respondEntry',
	'createInvitation',
	'changeMode',
	'getMics',
	'getWebcams',
] as const satisfies readonly (keyof Meeting)[];

/** Methods after which another device is in use. */
const CHOOSING = [
	'unmuteMic',
	'enableWebcam',
	'changeMic',
	'changeWebcam',
] as const satisfies readonly (keyof Meeting)[];

type PassedOn = Pick<Meeting, (typeof PASSED_ON)[number] | (typeof CHOOSING)[number]>;

/**
 * What {@link useMeeting} can do. Each rejects with a MeetingError: 3035 outside of a meeting, and what the method of the
 * same name of a meeting says.
 */
export interface MeetingMethods extends PassedOn {
	/** Enters the room of the provider's `config`. @throws MeetingError as `Meeting.join` */
	join(): Promise<void>;
	/** Leaves the room, and closes camera and microphone; `join()` enters it again. */
	leave(): Promise<void>;
	/** Mutes the microphone, or unmutes it. @param customAudioTrack sent instead of the microphone */
	toggleMic(customAudioTrack?: MediaStream): Promise<void>;
	/** Turns the camera off, or on. @param customVideoTrack sent instead of the camera */
	toggleWebcam(customVideoTrack?: MediaStream): Promise<void>;
	/** Ends sharing the screen, or begins it. @param customScreenSharingTrack sent instead of what the browser asks for */
	toggleScreenShare(customScreenSharingTrack?: MediaStream): Promise<void>;
}

/** What the methods act on. */
export interface Acting {
	/** Null outside of a meeting. */
	readonly meeting: Meeting | null;
	join(): Promise<void>;
	/** Reads again what is on at this machine. */
	refreshLocal(): void;
}

type AnyMethod = (...args: unknown[]) => Promise<unknown>;

/** Makes the methods of a session. */
export function createMethods(session: Acting): MeetingMethods {
	const call = async (name: keyof PassedOn, args: unknown[]) => {
		const meeting = requireMeeting(session.meeting);
		return (meeting[name] as AnyMethod).apply(meeting, args);
	};
	const passedOn = PASSED_ON.map((name) => [name, (...args: unknown[]) => call(name, args)]);
	const choosing = CHOOSING.map((name) => [
		name,
		async (...args: unknown[]) => {
			await call(name, args);
			session.refreshLocal();
		},
	]);
	const methods = Object.fromEntries([...passedOn, ...choosing]) as PassedOn;
	return {
		...methods,
		join: () => session.join(),
		async leave() {
			await requireMeeting(session.meeting).leave();
		},
		async toggleMic(custom) {
			await (requireMeeting(session.meeting).localParticipant.micOn ? methods.muteMic() : methods.unmuteMic(custom));
		},
		async toggleWebcam(custom) {
			const { webcamOn } = requireMeeting(session.meeting).localParticipant;
			await (webcamOn ? methods.disableWebcam() : methods.enableWebcam(custom));
		},
		async toggleScreenShare(custom) {
			const { screenShareOn } = requireMeeting(session.meeting).localParticipant;
			await (screenShareOn ? methods.disableScreenShare() : methods.enableScreenShare(custom));
		},
	};
}
