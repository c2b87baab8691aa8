import { expect, it } from 'vitest';
import { type Level, SpeakerChoice } from './SpeakerChoice.ts';

/** Looks every 250 ms at what is heard: `ann -20, ben -30`. @returns the speaker after each */
function looks(...heard: string[]): (string | null)[] {
	const choice = new SpeakerChoice();
	return heard.map((text, index) => {
		const levels: Level[] = text
			.split(',')
			.filter((one) => one !== '')
			.map((one) => one.trim().split(' '))
			.map(([participantId = '', volume]) => ({ participantId, volume: Number(volume) }));
		return choice.look(levels, index * 250);
	});
}

it('is the one who is heard first, quiet or not', () => {
	expect(looks('', 'ann -58', 'ann -30')).toEqual([null, 'ann', 'ann']);
});

it('passes to who talks as soon as the speaker is silent', () => {
	expect(looks('ann -20', 'ben -30')).toEqual(['ann', 'ben']);
	expect(looks('ann -20', 'ann -20, ben -30', 'ben -30')).toEqual(['ann', 'ann', 'ben']);
	expect(looks('ann -20', '', '', 'ben -30')).toEqual(['ann', 'ann', 'ann', 'ben']);
});

it('does not pass to a noise between two words', () => {
	expect(looks('ann -20', 'ben -55', 'ann -20', 'ben -55', 'ann -20')).toEqual(Array(5).fill('ann'));
	expect(looks('ann -20', 'ben -55', 'ben -55', 'ben -55')).toEqual(['ann', 'ann', 'ann', 'ben']);
});

it('passes to who talks over the speaker when clearly louder for a while', () => {
	const over = 'ben -20, ann -30';
	expect(looks('ann -30', over, over, over)).toEqual(['ann', 'ann', 'ann', 'ben']);
	expect(looks('ann -30', over, 'ann -30', over, over)).toEqual(Array(5).fill('ann'));
	const hardly = 'ben -26, ann -30';
	expect(looks('ann -30', ...Array(8).fill(hardly))).toEqual(Array(9).fill('ann'));
});

it('is nobody who was forgotten, until heard again', () => {
	const choice = new SpeakerChoice();
	choice.look([{ participantId: 'ann', volume: -20 }], 0);
	choice.forget('ben');
	expect(choice.speaker).toBe('ann');
	choice.forget('ann');
	expect(choice.speaker).toBeNull();
	expect(choice.look([{ participantId: 'ben', volume: -59 }], 250)).toBe('ben');
});
