import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { ReactCall, type ReactCallOptions } from './support/reactCall.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch()]);
});
afterAll(async () => {
	await browser?.close();
});

/** Two people in a room, who see each other. */
async function callOfTwo(options: Partial<ReactCallOptions>): Promise<[ann: ReactCall, bob: ReactCall]> {
	const roomId = await server.room();
	const open = (participantId: string) => ReactCall.open(browser, server, { roomId, participantId, ...options });
	const calls = await Promise.all([open('ann'), open('bob')]);
	await Promise.all(calls.map((call) => call.show()));
	await Promise.all(calls.map((call) => call.sees('ann', 'bob')));
	await Promise.all([calls[0].watches('bob'), calls[1].watches('ann')]);
	return calls;
}

describe('in strict mode', () => {
	it('a call shows, mutes, shares, chats and keeps a value, leaves and joins again', async () => {
		const [ann, bob] = await callOfTwo({ strict: true });
		expect(await bob.hears('came ann').catch(() => [])).not.toContain('error');

		await ann.run('call.methods.toggleMic()');
		await bob.says('#ann p', 'ann: is muted');
		await ann.run('call.methods.toggleMic()');
		await bob.says('#ann p', 'ann: speaks');
		await bob.run('call.people.ann.disableMic()');
		await ann.says('#ann p', 'ann: is muted');

		await bob.page.locator('#ann .pause').click();
		await bob.says('#ann .pause', 'video paused');
		await bob.page.locator('#ann .pause').click();
		await bob.says('#ann .pause', 'video flows');

		await ann.run(`(async () => {
			const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
			const context = canvas.getContext('2d');
			window.drawing = setInterval(() => {
				context.fillStyle = 'hsl(' + performance.now() % 360 + ' 50% 50%)';
				context.fillRect(0, 0, 320, 180);
			}, 100);
			await call.methods.enableScreenShare(canvas.captureStream());
		})()`);
		await bob.watches('ann', 'screen');
		await bob.hears('presents ann');
		await ann.run('call.methods.toggleScreenShare().then(() => clearInterval(window.drawing))');
		await bob.hears('presents null');

		await ann.run(`call.chat.publish('hello', { persist: true })`);
		await bob.says('li', 'ann: hello');
		await ann.says('li', 'ann: hello');
		// In strict mode effects run twice: one of both subscriptions is left.
		expect((await bob.hears('message hello')).filter((one) => one === 'message hello')).toHaveLength(1);
		await ann.run(`call.slide.setValue('7')`);
		await bob.says('b', '7');
		expect(await bob.hears('slide 7 by ann')).not.toContain('error');
		expect(await bob.run('call.slide.getValue()')).toBe('7');

		await ann.run('call.methods.leave()');
		await bob.hears('went ann');
		await ann.says('h1', 'Outside');
		expect(await ann.hears('left 1101')).toContain('left 1101');
		await ann.run('call.methods.join()');
		await ann.sees('ann', 'bob');
		await Promise.all([ann.watches('bob'), bob.watches('ann')]);
		// What was kept, and what is shared.
		await ann.says('li', 'ann: hello');
		await ann.says('b', '7');

		await ann.hide();
		await bob.sees('bob');
		expect(await ann.run('call.faults')).toEqual([]);
	});

	it('another camera is shown, to oneself and to others', async () => {
		const [ann, bob] = await callOfTwo({ strict: true, micEnabled: false });
		const own = `document.querySelector('#ann .camera')`;
		const track = `${own}.srcObject?.getVideoTracks()[0]`;
		const before = await ann.run<string>(`${track}.id`);
		const [camera] = await ann.run<{ deviceId: string }[]>('call.devices.getCameras()');
		await ann.run(`call.methods.changeWebcam('${camera?.deviceId}')`);
		await ann.page.waitForFunction(`${track} && ${track}.id !== '${before}' && ${track}.readyState === 'live'`);
		const frames = `${own}.getVideoPlaybackQuality().totalVideoFrames`;
		const seen = await bob.run<number>(frames);
		await bob.page.waitForFunction(`${frames} > ${seen + 3}`);
	});
});

describe.each([18, 19] as const)('with React %i', (react) => {
	it('renders again only what shows something that changed', async () => {
		const [ann, bob] = await callOfTwo({ react, micEnabled: false });
		const muted = await ann.rendersFor(
			() => bob.run('call.methods.unmuteMic()'),
			() => ann.says('#bob p', 'bob: speaks'),
		);
		// Muted and unmuted are a status and a stream.
		expect(Object.keys(muted).filter((id) => !/^light|^speaker/.test(id))).toEqual(['tile bob']);
		expect(muted['tile bob']).toBeLessThanOrEqual(2);
		await bob.run('call.methods.muteMic()');
		await ann.page.locator('#bob', { hasText: '○' }).waitFor();
		await ann.says('#bob p', 'bob: is muted');

		const chatted = await ann.rendersFor(
			() => bob.run(`call.chat.publish('hello')`),
			() => ann.says('li', 'bob: hello'),
		);
		expect(chatted).toEqual({ chat: 1 });
		const stored = await ann.rendersFor(
			() => bob.run(`call.slide.setValue('7')`),
			() => ann.says('b', '7'),
		);
		expect(stored).toEqual({ slide: 1 });
		const left = await ann.rendersFor(
			() => bob.run('call.methods.leave()'),
			() => ann.sees('ann'),
		);
		expect(Object.keys(left).sort()).toEqual(expect.arrayContaining(['call', 'count']));
		expect(Object.keys(left)).not.toContain('tile ann');
		// Methods never change, so what only calls them is rendered once.
		expect(await ann.run('call.rendered.methods')).toBe(1);
	});
});
