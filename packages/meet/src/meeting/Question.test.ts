import { expect, it, vi } from 'vitest';
import { CallView } from './CallView.ts';
import { endQuestion, muteAllQuestion, removeQuestion } from './Question.ts';

const view = () => new CallView({ layout: 'AUTO', gridSize: 25, priority: 'PIN' });

it('says what happens, to whom, and on the button that does it', () => {
	const act = vi.fn();
	expect(removeQuestion('Bob', act)).toMatchObject({ title: 'Remove Bob?', yes: 'Remove' });
	expect(muteAllQuestion(3, act)).toMatchObject({ title: 'Mute 3 people?', yes: 'Mute all' });
	expect(muteAllQuestion(1, act).title).not.toMatch(/1 people/);
	expect(endQuestion(act).yes).toBe('End for everyone');
});

it('does nothing until the answer is yes, and once then', () => {
	const act = vi.fn();
	const one = view();
	one.ask(removeQuestion('Bob', act));
	one.answer(false);
	expect(one.state.question).toBeUndefined();
	expect(act).not.toHaveBeenCalled();

	one.ask(removeQuestion('Bob', act));
	one.answer(true);
	// A double click: the second one has nothing to answer.
	one.answer(true);
	expect(act).toHaveBeenCalledTimes(1);
	expect(one.state.question).toBeUndefined();
});
