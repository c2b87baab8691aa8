import { type ComponentType, type ReactNode, type RefAttributes, useEffect, useState } from 'react';
import { useParticipantSelector } from '../hooks/useParticipant.ts';

/** What a video component of your own takes at least. */
export interface AdaptiveProps {
	readonly participantId: string;
	readonly type?: 'video' | 'share' | undefined;
}

/**
 * Makes a video component of your own receive the size that fits it, and nothing while it cannot be seen; `VideoPlayer`
 * does so without this.
 *
 * @param Component gets a `ref` for the element in which the video is
 */
export function withAdaptiveObservers<P extends AdaptiveProps>(
	Component: ComponentType<P & RefAttributes<HTMLElement>>,
): (props: P) => ReactNode {
	return function Adaptive(props: P): ReactNode {
		const { participantId, type = 'video' } = props;
		const participant = useParticipantSelector(participantId, (state) => state.participant);
		const [element, setElement] = useState<HTMLElement | null>(null);
		useEffect(() => {
			return element && participant ? participant.observeVideo(element, type) : undefined;
		}, [element, participant, type]);
		return <Component {...props} ref={setElement} />;
	};
}
