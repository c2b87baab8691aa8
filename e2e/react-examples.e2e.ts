import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle } from '../packages/react/test/bundle.ts';
import { TestBrowser } from './support/browser.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

const ROOT = join(import.meta.dirname, '..');
let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch()]);
});
afterAll(async () => {
	await browser?.close();
});

/** A page with a script that reads where the call is from its address. */
async function open(code: string, meetingId: string): Promise<Page> {
	const page = await browser.page();
	const address = new URLSearchParams({ server: server.url, meetingId, token: server.token() });
	await page.goto(`${server.url}/healthz?${address}`);
	await page.setContent('<!doctype html><title>Example</title><div id="root"></div>');
	await page.addScriptTag({ type: 'module', content: code });
	return page;
}

const moving = (page: Page, count: number) =>
	page.waitForFunction(
		(all) =>
			[...document.querySelectorAll('video')].filter((video) => video.getVideoPlaybackQuality().totalVideoFrames > 3)
				.length === all,
		count,
	);

it('the example holds a call of two', async () => {
	const meetingId = await server.room();
	const code = await bundle(join(ROOT, 'examples/react/src/main.tsx'), { react: 19 });
	const [ann, bob] = await Promise.all([open(code, meetingId), open(code, meetingId)]);
	for (const [page, name] of [
		[ann, 'Ann'],
		[bob, 'Bob'],
	] as const) {
		await page.getByLabel('Your name').fill(name);
		await page.getByRole('button', { name: 'Join' }).click();
	}
	await Promise.all([moving(ann, 2), moving(bob, 2)]);
	await ann.getByRole('button', { name: 'Mute' }).click();
	await bob.getByText('Ann (muted)').waitFor();
	await bob.getByLabel('Message').fill('hello');
	await bob.getByRole('button', { name: 'Send' }).click();
	await ann.getByText('Bob: hello').waitFor();
	await ann.getByRole('button', { name: 'Leave' }).click();
	await ann.getByLabel('Your name').waitFor();
	await moving(bob, 1);
	expect(await bob.getByRole('status').innerText()).toBe('');
});

it('the samples of the docs run', async () => {
	const docs = await readFile(join(ROOT, 'docs/react.md'), 'utf8');
	const [call = '', chat = '', muted = ''] = [...docs.matchAll(/^```tsx\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-samples-'));
	try {
		await writeFile(join(folder, 'chat.tsx'), chat);
		await writeFile(join(folder, 'muted.tsx'), muted);
		const imports = "import { Chat } from './chat.tsx';\nimport { Muted } from './muted.tsx';\n";
		const all = call.replace('<Call />', '<Call /><Chat /><Muted />');
		expect(all).not.toBe(call);
		await writeFile(join(folder, 'main.tsx'), imports + all);
		const page = await open(await bundle(join(folder, 'main.tsx'), { react: 19 }), await server.room());
		await page.getByRole('button', { name: 'Join' }).click();
		await moving(page, 1);
		await page.getByText('1 people, Ann is muted').waitFor();
		await page.getByRole('button', { name: 'Microphone' }).click();
		await page.getByText('Ann (muted)').waitFor();
		await page.getByRole('button', { name: 'Say hello' }).click();
		await page.getByText('Ann: hello').waitFor();
		await page.getByRole('button', { name: 'Next' }).click();
		await page.getByText('Slide 2').waitFor();
		await page.getByRole('button', { name: 'Leave' }).click();
		await page.getByRole('button', { name: 'Join' }).waitFor();
	} finally {
		await rm(folder, { recursive: true });
	}
});
