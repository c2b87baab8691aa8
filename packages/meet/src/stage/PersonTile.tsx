import type { Participant } from '@roomcast/client';
import type { Rect } from '@roomcast/picture/layout/geometry';
import { useRef } from 'react';
import { useMediaStream } from '../base/elements.ts';
import { useParticipant, useSpeaking, useStreamTrack } from '../meeting/useParticipant.ts';
import { useViewport } from '../meeting/useViewport.ts';
import { useParameters } from '../parameters/useParameters.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { TileFrame } from './TileFrame.tsx';
import { TileLabel } from './TileLabel.tsx';
import { useConnectionQuality } from './useConnectionQuality.ts';

interface Props {
	participant: Participant;
	rect: Rect;
	floating: boolean;
	/** Whether speaking is marked: needless where there is only one other. */
	ring: boolean;
	/** Whether this is the one whom the server names as the speaker. */
	active: boolean;
	pinned: boolean;
	onPin: (() => void) | undefined;
}

/** One person: the camera, or the avatar when it is off. */
export function PersonTile({ participant, rect, floating, ring, active, pinned, onPin }: Props) {
	const frame = useRef<HTMLDivElement>(null);
	const { micOn, webcamOn } = useParticipant(participant);
	const track = useStreamTrack(participant, 'video');
	const video = useMediaStream<HTMLVideoElement>(track);
	const heard = useSpeaking(participant);
	const { maintainVideoAspectRatio } = useParameters();
	const quality = useConnectionQuality(participant);
	useViewport(frame, participant, 'video');

	const name = participant.displayName || 'Guest';
	const speaking = micOn && (heard || active);
	const showsPicture = webcamOn && track !== undefined;
	const avatar = Math.min(168, Math.min(rect.width, rect.height) * 0.44);
	return (
		<TileFrame
			frame={frame}
			rect={rect}
			label={participant.local ? 'you' : name}
			floating={floating}
			speaking={speaking && ring}
			pinned={pinned}
			onPin={floating ? undefined : onPin}
			attributes={{
				'data-testid': 'tile',
				'data-participant-id': participant.id,
				'data-local': participant.local,
				'data-camera': showsPicture ? 'on' : 'off',
				'data-mic': micOn ? 'on' : 'off',
				'data-speaking': speaking,
			}}
		>
			{showsPicture ? (
				<video
					ref={video}
					autoPlay
					playsInline
					muted
					aria-label={participant.local ? 'Your camera' : `Camera of ${name}`}
					data-testid="tile-video"
					className={`size-full ${maintainVideoAspectRatio ? 'object-contain' : 'object-cover'} ${participant.local ? '-scale-x-100' : ''}`}
				/>
			) : (
				<div className="grid size-full place-items-center">
					<div style={{ width: avatar, height: avatar, fontSize: avatar * 0.38 }}>
						<Avatar id={participant.id} name={name} className="size-full" />
					</div>
				</div>
			)}
			<TileLabel text={participant.local ? 'You' : name} muted={!micOn} pinned={pinned} quality={quality} />
		</TileFrame>
	);
}
