import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { bundle } from '../test/bundle.ts';

describe.each([18, 19] as const)('with React %i', (react) => {
	it('a server renders a page outside of the call, and opens nothing', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'roomcast-react-'));
		const opened = vi.fn();
		vi.stubGlobal('WebSocket', opened);
		const wrote = vi.spyOn(console, 'error');
		try {
			const file = join(folder, 'server.mjs');
			await writeFile(file, await bundle(join(import.meta.dirname, '../test/server.tsx'), { react, server: true }));
			const { html } = await import(pathToFileURL(file).href);
			expect(html()).toContain('<h1>Outside</h1>');
			expect(html()).toContain('<output>0</output>');
			await Promise.resolve();
			expect(opened).not.toHaveBeenCalled();
			expect(wrote).not.toHaveBeenCalled();
		} finally {
			wrote.mockRestore();
			vi.unstubAllGlobals();
			await rm(folder, { recursive: true });
		}
	}, 60_000);
});
