import { useEffect, useMemo, useRef } from 'react';

/** A ref for a `<video>` or `<audio>` that plays one track. */
export function useMediaStream<E extends HTMLMediaElement>(track: MediaStreamTrack | undefined) {
	const ref = useRef<E>(null);
	const stream = useMemo(() => (track === undefined ? null : new MediaStream([track])), [track]);
	useEffect(() => {
		if (ref.current !== null) ref.current.srcObject = stream;
	}, [stream]);
	return ref;
}
