import { EventEmitter } from 'node:events';
import { until } from '@roomcast/testing/until';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import type { LocalSource } from '../media/LocalSource.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import { Template } from './Template.ts';
import { TemplatePage } from './TemplatePage.ts';

afterEach(() => {
	vi.restoreAllMocks();
});

/** A way into the room, which closes when its media worker dies. */
class FakeSource extends EventEmitter {
	readonly offer = { transport: { iceCandidates: [] } };
	closed = false;

	close(): void {
		if (this.closed) return;
		this.closed = true;
		this.emit('closed');
	}
}

class FakePage extends EventEmitter {
	readonly pid = 1;
	gone: string | undefined;
	readonly published: unknown[] = [];

	async publish(source: unknown): Promise<void> {
		this.published.push(source);
	}

	async close(): Promise<void> {}
}

async function scene() {
	const sources: FakeSource[] = [];
	const pages: FakePage[] = [];
	vi.spyOn(TemplatePage, 'open').mockImplementation(async () => {
		const page = new FakePage();
		pages.push(page);
		return page as unknown as TemplatePage;
	});
	const room = {
		closed: false,
		async localSource() {
			const source = new FakeSource();
			sources.push(source);
			return source;
		},
	};
	const host = { hide: () => () => {}, media: { room } } as unknown as SessionHost;
	const visitor = {
		size: { width: 1280, height: 720 },
		address: async () => ({ url: 'https://example.com/', own: false, destinations: [] }),
		browser: async () => ({}) as never,
	};
	const template = new Template(host, visitor, pino({ level: 'silent' }));
	const opened: LocalSource[] = [];
	template.on('opened', (source) => opened.push(source));
	await template.open();
	return { template, sources, pages, opened };
}

it('is sent again, by the same page, when the media worker dies that it is sent to', async () => {
	const { template, sources, pages, opened } = await scene();
	expect(opened).toEqual(sources);
	sources[0]?.close();
	await until('it is sent again', () => opened.length === 2);
	expect([opened, pages[0]?.published, template.current]).toEqual([sources, sources, sources[1]]);
	expect([sources.length, pages.length]).toEqual([2, 1]);
	await template.close();
	expect([sources.length, sources[1]?.closed]).toEqual([2, true]);
});

it('leaves no way into the room when it is closed while it gets another', async () => {
	const { template, sources, pages, opened } = await scene();
	sources[0]?.close();
	await template.close();
	await until('there was another', () => sources.length === 2);
	await new Promise(setImmediate);
	expect([sources[1]?.closed, template.current, pages[0]?.published.length, opened.length]).toEqual([
		true,
		undefined,
		1,
		1,
	]);
});
