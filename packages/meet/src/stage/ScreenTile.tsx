import type { Participant } from '@roomcast/client';
import type { Rect } from '@roomcast/picture/layout/geometry';
import { useRef } from 'react';
import { useMediaStream } from '../base/elements.ts';
import { useStreamTrack } from '../meeting/useParticipant.ts';
import { useViewport } from '../meeting/useViewport.ts';
import { TileFrame } from './TileFrame.tsx';
import { TileLabel } from './TileLabel.tsx';

interface Props {
	participant: Participant;
	rect: Rect;
	pinned: boolean;
	onPin: (() => void) | undefined;
}

/** The screen that somebody shares: whole, never cropped. */
export function ScreenTile({ participant, rect, pinned, onPin }: Props) {
	const frame = useRef<HTMLDivElement>(null);
	const track = useStreamTrack(participant, 'share');
	const video = useMediaStream<HTMLVideoElement>(track);
	useViewport(frame, participant, 'share');
	const label = `Screen of ${participant.displayName || 'Guest'}`;
	return (
		<TileFrame
			frame={frame}
			rect={rect}
			label={label}
			pinned={pinned}
			onPin={onPin}
			onFullscreen={() => void frame.current?.requestFullscreen()}
			attributes={{ 'data-testid': 'screen-tile', 'data-participant-id': participant.id }}
		>
			<video
				ref={video}
				autoPlay
				playsInline
				muted
				aria-label={label}
				data-testid="screen-video"
				className="size-full object-contain"
			/>
			<TileLabel text={label} muted={false} pinned={pinned} quality="good" />
		</TileFrame>
	);
}
