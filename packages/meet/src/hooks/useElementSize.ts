import type { Size } from '@roomcast/picture/layout/geometry';
import { type RefObject, useLayoutEffect, useState } from 'react';

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
