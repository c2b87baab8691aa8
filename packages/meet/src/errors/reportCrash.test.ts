import { afterEach, expect, it, vi } from 'vitest';
import { reportCrash } from './reportCrash.ts';

afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

it('reports an exception to the console, with its views, and to error monitoring', () => {
	const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
	const reported = vi.fn();
	vi.stubGlobal('reportError', reported);
	const error = new TypeError('state.endsWith is not a function');
	reportCrash(error, { componentStack: 'at LiveMark' });
	expect(reported).toHaveBeenCalledExactlyOnceWith(error);
	expect(logged).toHaveBeenCalledExactlyOnceWith(expect.any(String), error, 'at LiveMark');
});
