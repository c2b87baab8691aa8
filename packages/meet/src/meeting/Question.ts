/** What the page asks before it does something that cannot be undone. */
export interface Question {
	readonly title: string;
	readonly text: string;
	/** Words on the button that does it. */
	readonly yes: string;
	readonly act: () => void;
}

/** Ends the call for all. */
export function endQuestion(act: () => void): Question {
	return {
		title: 'End the call for everyone?',
		text: 'Everyone leaves, and recordings and live streams end with the call.',
		yes: 'End for everyone',
		act,
	};
}

/** Takes somebody out of the call. */
export function removeQuestion(name: string, act: () => void): Question {
	return {
		title: `Remove ${name}?`,
		text: 'They leave at once and cannot come back as the same participant until this call is over.',
		yes: 'Remove',
		act,
	};
}

/**
 * Mutes the others.
 *
 * @param count how many of them can be heard
 */
export function muteAllQuestion(count: number, act: () => void): Question {
	return {
		title: count === 1 ? 'Mute 1 person?' : `Mute ${count} people?`,
		text: 'Only they can turn their microphones on again.',
		yes: 'Mute all',
		act,
	};
}

/** Takes a stream off the air. */
export function endStreamQuestion(act: () => void): Question {
	return {
		title: 'End the live stream?',
		text: 'It ends for everyone who watches. Going live again starts a new one.',
		yes: 'End stream',
		act,
	};
}
