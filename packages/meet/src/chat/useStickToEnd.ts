import { useEffect, useLayoutEffect, useRef } from 'react';

/** How far from the end still counts as the end, px. */
const NEAR = 80;

/**
 * A ref for a list that grows at its end: it stays at the end when it was there, and stays where it is when somebody
 * scrolled up to read.
 *
 * @param length how long the list is
 * @param always goes to the end in any case: the person wrote something
 */
export function useStickToEnd(length: number, always: boolean) {
	const list = useRef<HTMLDivElement>(null);
	const atEnd = useRef(true);
	useEffect(() => {
		const element = list.current;
		if (element === null) return;
		const note = () => {
			atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
		};
		element.addEventListener('scroll', note, { passive: true });
		return () => element.removeEventListener('scroll', note);
	}, []);
	useLayoutEffect(() => {
		const element = list.current;
		if (element !== null && length > 0 && (atEnd.current || always)) element.scrollTop = element.scrollHeight;
	}, [length, always]);
	return list;
}
