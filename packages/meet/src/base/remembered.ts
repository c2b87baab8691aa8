const PREFIX = 'roomcast.';

/** What the page remembers on this machine between calls. */
export type Remembered = 'name' | 'camera' | 'microphone' | 'speaker' | 'letterKeys' | 'sounds';

/** What was remembered, or undefined: also when the browser keeps nothing for this site. */
export function recall(what: Remembered): string | undefined {
	try {
		return localStorage.getItem(PREFIX + what) ?? undefined;
	} catch {
		return undefined;
	}
}

/** Remembers a value; `undefined` forgets it. */
export function remember(what: Remembered, value: string | undefined): void {
	try {
		if (value === undefined) localStorage.removeItem(PREFIX + what);
		else localStorage.setItem(PREFIX + what, value);
	} catch {
		// Storage is switched off: the call works without memory.
	}
}
