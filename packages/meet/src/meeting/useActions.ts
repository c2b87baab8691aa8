import { useMemo } from 'react';
import { openDevice, openScreen, sendOpened } from '../devices/Capture.ts';
import { type CaptureKind, deviceProblem, shareProblem } from '../devices/deviceProblem.ts';
import * as codes from '../errors/codes.ts';
import { useSession } from '../session/SessionContext.ts';
import { useCall } from './CallContext.ts';

/** What the controls do. None of them throws: failures become notices. */
export interface Actions {
	toggleMic(): void;
	toggleCamera(): void;
	toggleShare(): void;
	chooseDevice(kind: CaptureKind, deviceId: string): void;
	leave(): void;
	endForAll(): void;
}

const codeOf = (error: unknown) =>
	typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : 0;

/** The actions of this call. */
export function useActions(): Actions {
	const { meeting, notices } = useCall();
	const session = useSession();
	return useMemo(() => {
		const { parameters, camera, microphone } = session;
		// A microphone that was muted stays open and comes back at once; one that never was on has to be opened first.
		let opened = meeting.localParticipant.micOn;
		const me = () => meeting.localParticipant;
		const busy = new Set<string>();

		/** Does one thing at a time of each sort: a second click while the first one works is lost on purpose. */
		const once = async (what: string, work: () => Promise<void>, failed: (error: unknown) => void) => {
			if (busy.has(what)) return;
			busy.add(what);
			try {
				await work();
			} catch (error) {
				if (codeOf(error) !== codes.ERROR_ALREADY_IN_REQUESTED_STATE && codeOf(error) !== codes.ERROR_OPERATION_ABORTED)
					failed(error);
			} finally {
				busy.delete(what);
			}
		};
		const deviceFailed = (kind: CaptureKind) => (error: unknown) => {
			const { title, help } = deviceProblem(kind, error);
			notices.warn(`${title}. ${help}`);
		};

		return {
			toggleMic: () =>
				void once(
					'microphone',
					async () => {
						if (me().micOn) await meeting.muteMic();
						else if (opened) await meeting.unmuteMic();
						else
							await sendOpened(openDevice('microphone', microphone.state.deviceId, parameters), (stream) =>
								meeting.unmuteMic(stream),
							);
						opened = true;
					},
					deviceFailed('microphone'),
				),
			toggleCamera: () =>
				void once(
					'camera',
					async () => {
						if (me().webcamOn) await meeting.disableWebcam();
						else
							await sendOpened(openDevice('camera', camera.state.deviceId, parameters), (stream) =>
								meeting.enableWebcam(stream),
							);
					},
					deviceFailed('camera'),
				),
			toggleShare: () =>
				void once(
					'share',
					async () => {
						if (me().screenShareOn) await meeting.disableScreenShare();
						else await sendOpened(openScreen(parameters), (stream) => meeting.enableScreenShare(stream));
					},
					(error) => {
						const problem = shareProblem(error);
						if (problem !== undefined) notices.warn(problem);
					},
				),
			chooseDevice: (kind, deviceId) =>
				void once(
					kind,
					async () => {
						session[kind].prefer(deviceId);
						if (kind === 'camera') await meeting.changeWebcam(deviceId);
						else await meeting.changeMic(deviceId);
					},
					deviceFailed(kind),
				),
			leave: () => session.leave(),
			endForAll: () =>
				void once(
					'end',
					() => session.endForAll(),
					() => notices.warn('The call could not be ended for everyone.'),
				),
		};
	}, [meeting, notices, session]);
}
