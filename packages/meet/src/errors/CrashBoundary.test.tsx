import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { CrashBoundary } from './CrashBoundary.tsx';

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
