import { expect, it } from 'vitest';
import { shortcut } from './shortcuts.ts';

const press = (key: string, target: { tagName?: string; role?: string } = {}, held: { ctrlKey?: boolean } = {}) =>
	shortcut({ key, target, altKey: false, ctrlKey: false, metaKey: false, ...held } as unknown as KeyboardEvent);

it('knows the keys of the player, whatever the case', () => {
	expect([press('k'), press('K'), press(' '), press('m'), press('x')]).toEqual([
		'play',
		'play',
		'play',
		'mute',
		undefined,
	]);
	expect(press('ArrowLeft')).toEqual({ step: -5 });
});

it('leaves keys to what has the focus: sliders, buttons, menus, and the browser', () => {
	expect(press('ArrowLeft', { tagName: 'INPUT' })).toBeUndefined();
	expect(press(' ', { tagName: 'BUTTON' })).toBeUndefined();
	expect(press('m', { tagName: 'BUTTON' })).toBe('mute');
	expect(press('m', { tagName: 'BUTTON', role: 'menuitemradio' })).toBeUndefined();
	expect(press('l', {}, { ctrlKey: true })).toBeUndefined();
});
