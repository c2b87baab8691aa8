import { element } from '../ui/element.ts';
import { formatTime, spokenTime } from '../ui/formatTime.ts';
import { icon } from '../ui/icons.ts';

interface Screen {
	readonly id: string;
	readonly title: string;
	readonly text: string;
	/** Something that moves while it is waited for. */
	readonly lamp?: 'off' | 'on' | 'warm';
	readonly button?: HTMLButtonElement;
}

function screen({ id, title, text, lamp = 'off', button }: Screen): HTMLElement {
	return element(
		'section',
		{ class: 'screen', 'data-testid': `${id}-screen` },
		element('div', { class: `lamp lamp-${lamp}`, 'aria-hidden': 'true' }),
		element('h1', { tabindex: -1 }, title),
		element('p', { role: 'status' }, text),
		...(button === undefined ? [] : [button]),
	);
}

/** Nothing is live yet. */
export function waitingScreen(): HTMLElement {
	return screen({
		id: 'waiting',
		title: 'Nothing is live yet',
		text: 'Keep this page open. The stream starts automatically.',
		lamp: 'warm',
	});
}

/** The first seconds are on their way. */
export function startingScreen(): HTMLElement {
	return screen({
		id: 'starting',
		title: 'Going live',
		text: 'The first seconds are on their way.',
		lamp: 'on',
	});
}

/**
 * It is over.
 *
 * @param seconds how long it was; 0 when nothing of it is there
 */
export function endedScreen(seconds: number, replay: () => void): HTMLElement {
	const button = element(
		'button',
		{ type: 'button', class: 'button', 'data-testid': 'replay' },
		icon('again'),
		'Watch from the start',
	);
	button.addEventListener('click', replay);
	const long = element('span', { class: 'number' }, formatTime(seconds));
	long.setAttribute('aria-label', spokenTime(seconds));
	const made = screen({
		id: 'ended',
		title: 'The stream is over',
		text: seconds > 0 ? 'You can watch all of it: ' : 'Thank you for watching.',
		...(seconds > 0 ? { button } : {}),
	});
	if (seconds > 0) made.querySelector('p')?.append(long, '.');
	return made;
}

/** No such stream. */
export function unknownScreen(): HTMLElement {
	return screen({
		id: 'unknown',
		title: 'There is no such stream',
		text: 'Check the link. Somebody may have deleted the stream.',
	});
}

/** The server does not answer, or the stream is not available at the moment. */
export function unreachableScreen(): HTMLElement {
	return screen({
		id: 'unreachable',
		title: 'Reconnecting',
		text: 'The stream is not available at the moment. This page keeps trying.',
		lamp: 'warm',
	});
}
