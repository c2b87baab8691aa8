import { type CSSProperties, type ReactNode, type Ref, useCallback, useEffect, useState } from 'react';
import { useParticipantSelector } from '../hooks/useParticipant.ts';
import { playTrack } from './playTrack.ts';

/** Properties of {@link VideoPlayer}. */
export interface VideoPlayerProps {
	readonly participantId: string;
	/** The camera (`video`, the default) or the screen. */
	readonly type?: 'video' | 'share' | undefined;
	/** Style of the box around the video. */
	readonly containerStyle?: CSSProperties | undefined;
	/** Class of the box. */
	readonly className?: string | undefined;
	/** Class of the `<video>` element. */
	readonly classNameVideo?: string | undefined;
	/** Style of the `<video>` element. */
	readonly videoStyle?: CSSProperties | undefined;
	/** Gets the `<video>` element. */
	readonly videoRef?: Ref<HTMLVideoElement> | undefined;
}

/**
 * A participant's camera or screen, without sound. It fills its box; the size that fits the box is received, and nothing
 * while it cannot be seen. One's own camera is mirrored.
 */
export function VideoPlayer(props: VideoPlayerProps): ReactNode {
	const { participantId, type = 'video', containerStyle, className, classNameVideo, videoStyle, videoRef } = props;
	const { participant, track, mirrored } = useParticipantSelector(participantId, (state) => ({
		participant: state.participant,
		track: (type === 'share' ? state.screenShareStream : state.webcamStream)?.track,
		mirrored: state.isLocal && type === 'video',
	}));
	const [box, setBox] = useState<HTMLDivElement | null>(null);
	const [video, setVideo] = useState<HTMLVideoElement | null>(null);
	const refVideo = useCallback(
		(element: HTMLVideoElement | null) => {
			setVideo(element);
			if (typeof videoRef === 'function') videoRef(element);
			else if (videoRef) videoRef.current = element;
		},
		[videoRef],
	);
	useEffect(() => {
		return video && track ? playTrack(video, track) : undefined;
	}, [video, track]);
	useEffect(() => {
		return box && participant ? participant.observeVideo(box, type) : undefined;
	}, [box, participant, type]);
	return (
		<div ref={setBox} className={className} style={{ height: '100%', ...containerStyle }}>
			<video
				ref={refVideo}
				className={classNameVideo}
				style={{
					width: '100%',
					height: '100%',
					objectFit: type === 'share' ? 'contain' : 'cover',
					...(mirrored ? { transform: 'scaleX(-1)' } : {}),
					...videoStyle,
				}}
				autoPlay
				playsInline
				muted
			/>
		</div>
	);
}
