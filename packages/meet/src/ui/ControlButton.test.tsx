import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { ControlButton } from './ControlButton.tsx';
import { LetterKeys, letterKeys } from './useShortcuts.ts';

afterEach(() => letterKeys.turn(true));

const button = (on: boolean) =>
	renderToStaticMarkup(
		<ControlButton label="Microphone" hint={on ? 'Mute' : 'Unmute'} shortcut="M" icon="" aria-pressed={on} />,
	);
const attribute = (markup: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(markup)?.[1];

describe('a switch of the control bar', () => {
	it('keeps its name, and its state says whether it is on', () => {
		expect([true, false].map((on) => attribute(button(on), 'aria-label'))).toEqual(['Microphone', 'Microphone']);
		expect([true, false].map((on) => attribute(button(on), 'aria-pressed'))).toEqual(['true', 'false']);
	});

	it('names its key only while keys do something', () => {
		expect(attribute(button(true), 'aria-keyshortcuts')).toBe('M');
		letterKeys.turn(false);
		expect(attribute(button(true), 'aria-keyshortcuts')).toBeUndefined();
	});
});

it('letters do something until they are switched off', () => {
	const keys = new LetterKeys();
	expect(keys.state).toBe(true);
	keys.turn(false);
	expect(keys.state).toBe(false);
});
