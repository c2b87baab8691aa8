import { Camera, CameraOff, Mic, MicOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMediaStream } from '../base/elements.ts';
import { useStore } from '../base/Store.ts';
import type { Capture, CaptureState } from '../devices/Capture.ts';
import { useLevel } from '../devices/LevelMeter.ts';
import { useParameters } from '../parameters/useParameters.ts';
import { useSession } from '../session/SessionContext.ts';
import { Avatar } from '../ui/Avatar.tsx';

/** Oneself as in a mirror, with the two switches and the level of the microphone. */
export function Preview({ name }: { name: string }) {
	const session = useSession();
	const { participantCanToggleSelfMic, participantCanToggleSelfWebcam } = useParameters();
	const camera = useStore(session.camera);
	const microphone = useStore(session.microphone);
	const video = useMediaStream<HTMLVideoElement>(camera.stream?.getVideoTracks()[0]);

	return (
		<div className="relative aspect-[4/3] max-h-[30dvh] w-full self-center overflow-hidden rounded-2xl bg-tile shadow-float min-[37.5rem]:aspect-video min-[37.5rem]:max-h-[68dvh] lg:rounded-3xl">
			{camera.status === 'on' ? (
				<video
					ref={video}
					autoPlay
					playsInline
					muted
					aria-label="Your camera"
					data-testid="camera-preview"
					className="size-full -scale-x-100 object-cover"
				/>
			) : (
				<div className="grid size-full place-items-center">
					<div className="flex flex-col items-center gap-2 pb-8 sm:gap-4 sm:pb-10">
						<Avatar
							id={name || 'you'}
							name={name}
							className="size-14 text-2xl sm:size-20 sm:text-3xl lg:size-28 lg:text-4xl [@media(max-height:37.5rem)]:size-12! [@media(max-height:37.5rem)]:text-xl!"
						/>
						<p className="text-sm font-medium text-soft [@media(max-height:37.5rem)]:sr-only" role="status">
							{camera.status === 'starting' ? 'Starting the camera…' : 'Your camera is off'}
						</p>
					</div>
				</div>
			)}
			<div className="absolute top-2.5 left-2.5 flex h-8 sm:top-4 sm:left-4 sm:h-9 items-center gap-2.5 rounded-full bg-black/60 px-3.5 text-white">
				{microphone.status === 'on' ? (
					<>
						<Mic className="size-4" aria-hidden="true" />
						<MicrophoneLevel stream={microphone.stream} />
					</>
				) : (
					<>
						<MicOff className="size-4" aria-hidden="true" />
						<span className="text-[0.8125rem] font-medium">
							{microphone.status === 'starting' ? 'Starting…' : 'Microphone off'}
						</span>
					</>
				)}
			</div>
			<div className="absolute inset-x-0 bottom-2.5 flex justify-center gap-3 sm:bottom-5">
				{participantCanToggleSelfMic && (
					<Switch capture={session.microphone} state={microphone} on={<Mic />} off={<MicOff />} />
				)}
				{participantCanToggleSelfWebcam && (
					<Switch capture={session.camera} state={camera} on={<Camera />} off={<CameraOff />} />
				)}
			</div>
		</div>
	);
}

function Switch(props: { capture: Capture; state: CaptureState; on: ReactNode; off: ReactNode }) {
	const { capture, state } = props;
	const isOn = state.status === 'on' || state.status === 'starting';
	const hint = `${isOn ? 'Turn off' : 'Turn on'} ${capture.kind}`;
	return (
		<button
			type="button"
			aria-label={capture.kind === 'camera' ? 'Camera' : 'Microphone'}
			title={hint}
			aria-pressed={isOn}
			data-testid={`lobby-${capture.kind}-button`}
			onClick={() => (isOn ? capture.close() : void capture.open())}
			className={`grid size-11 place-items-center rounded-2xl transition-colors sm:size-13 [&_svg]:size-5.5 ${
				isOn ? 'bg-black/60 text-white hover:bg-black/75' : 'bg-danger text-white hover:bg-danger-hover'
			}`}
		>
			{isOn ? props.on : props.off}
		</button>
	);
}

const BARS = [0.08, 0.22, 0.36, 0.5, 0.64, 0.78, 0.9];

/** The level of the microphone as a row of bars that light up. */
function MicrophoneLevel({ stream }: { stream: MediaStream | undefined }) {
	const level = useLevel(stream);
	return (
		// biome-ignore lint/a11y/useSemanticElements: A <meter> cannot be drawn as bars.
		<div
			role="meter"
			aria-label="Microphone level"
			aria-valuemin={0}
			aria-valuemax={100}
			aria-valuenow={Math.round(level * 100)}
			data-testid="level-meter"
			className="flex h-4 items-center gap-[3px]"
		>
			{BARS.map((threshold, index) => (
				<span
					key={threshold}
					style={{ height: `${5 + index * 1.6}px` }}
					className={`w-1 rounded-full transition-colors duration-75 ${level >= threshold ? 'bg-[#f6b13d]' : 'bg-white/30'}`}
				/>
			))}
		</div>
	);
}
