import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, expect, it, vi } from 'vitest';
import { CrashBoundary, reportCrash } from './CrashBoundary.tsx';

function crashed(recorded: boolean): string {
	const boundary = new CrashBoundary({ recorded, children: 'views' });
	boundary.state = CrashBoundary.getDerivedStateFromError();
	return renderToStaticMarkup(boundary.render());
}

it('shows the page while nothing fails', () => {
	expect(renderToStaticMarkup(<CrashBoundary recorded={false}>views</CrashBoundary>)).toBe('views');
});

it('shows a way on after a view failed', () => {
	const page = crashed(false);
	expect(page).toContain('<h1');
	expect(page).toContain('Reload');
	expect(page).not.toContain('views');
});

it('shows nothing in a recording', () => {
	expect(crashed(true)).toBe('');
});

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
