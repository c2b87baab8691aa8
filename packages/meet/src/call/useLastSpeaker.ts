import { useRef } from 'react';

/**
 * Who of the others spoke last: the big place does not empty when everybody is silent, and nobody wants to look at
 * themselves talk.
 */
export function useLastSpeaker(speaker: string | null, self: string, people: readonly { id: string }[]) {
	const last = useRef<string | undefined>(undefined);
	if (speaker !== null && speaker !== self) last.current = speaker;
	const present = people.some(({ id }) => id === last.current);
	return present ? last.current : people.find(({ id }) => id !== self)?.id;
}
