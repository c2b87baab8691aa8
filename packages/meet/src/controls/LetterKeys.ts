import { recall, remember } from '../devices/remembered.ts';
import { Store } from '../hooks/Store.ts';

/**
 * Whether single letters are shortcuts. People who use speech input, or press keys by mistake, turn them off (WCAG 2.2,
 * 2.1.4 Character Key Shortcuts); this browser remembers that.
 */
export class LetterKeys extends Store<boolean> {
	constructor() {
		super(recall('letterKeys') !== 'off');
	}

	turn(on: boolean): void {
		remember('letterKeys', on ? undefined : 'off');
		this.set(on);
	}
}

/** Those of this page. */
export const letterKeys = new LetterKeys();
