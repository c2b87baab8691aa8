import type { Size } from '@roomcast/picture/layout/geometry';
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

/** The size of an element in CSS pixels, followed as it changes. 0 × 0 before it is there. */
export function useElementSize(ref: RefObject<HTMLElement | null>): Size {
	const [size, setSize] = useState<Size>({ width: 0, height: 0 });
	useLayoutEffect(() => {
		const element = ref.current;
		if (element === null) return;
		const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, [ref]);
	return size;
}

/** A ref for a `<video>` or `<audio>` that plays one track. */
export function useMediaStream<E extends HTMLMediaElement>(track: MediaStreamTrack | undefined) {
	const ref = useRef<E>(null);
	const stream = useMemo(() => (track === undefined ? null : new MediaStream([track])), [track]);
	useEffect(() => {
		if (ref.current !== null) ref.current.srcObject = stream;
	}, [stream]);
	return ref;
}
