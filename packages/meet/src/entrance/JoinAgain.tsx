import { useEffect } from 'react';
import type { Problem } from '../errors/Problem.ts';
import type { ScreenName } from '../errors/table.ts';

/** ms until a page that nobody looks after tries again. */
const RETRY_DELAY = 2000;
/** What may be over soon. Not the end of a call: the page that shows it must not begin another. */
const PASSING: readonly ScreenName[] = [
	'CONNECTION_LOST',
	'SERVER_UNREACHABLE',
	'SERVER_BUSY',
	'MEDIA_BLOCKED',
	'MEDIA_ON_LOOPBACK',
	'SOMETHING_WENT_WRONG',
];

/** Stands where a person would read what went wrong: a recording shows an empty picture, until the call is joined again. */
export function JoinAgain({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
	useEffect(() => {
		if (!PASSING.includes(problem.screen)) return;
		const timer = setTimeout(onRetry, RETRY_DELAY);
		return () => clearTimeout(timer);
	}, [problem, onRetry]);
	return <div data-testid="recorder-waits" data-error-code={problem.screen} className="h-dvh" />;
}
