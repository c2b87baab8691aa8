import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Notices } from './Notices.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const texts = ({ state }: Notices) => state.map(({ text }) => text);

it('says the same once: what stands there stays, for longer', () => {
	const notices = new Notices();
	notices.warn('The live stream broke off.');
	const [first] = notices.state;
	vi.advanceTimersByTime(7000);
	notices.warn('The live stream broke off.');
	expect(notices.state).toEqual([first]);
	vi.advanceTimersByTime(7000);
	expect(notices.state).toEqual([first]);
	vi.advanceTimersByTime(1500);
	expect(notices.state).toEqual([]);
});

it('shows three at most, and says again what was put away', () => {
	const notices = new Notices();
	for (const text of ['one', 'two', 'three', 'four']) notices.tell(text);
	expect(texts(notices)).toEqual(['two', 'three', 'four']);
	const [, three] = notices.state;
	if (three !== undefined) notices.dismiss(three.id);
	notices.tell('three');
	expect(texts(notices)).toEqual(['two', 'four', 'three']);
});
