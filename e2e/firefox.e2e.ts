import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Caller } from './support/caller.ts';
import { ANN, BOB, type FirefoxCall, firefoxCall, PATIENT, whyNoFirefox } from './support/firefoxCall.ts';
import { until } from './support/wait.ts';

const missing = await whyNoFirefox();
if (missing !== undefined) console.warn(`No tests in Firefox: ${missing}`);

const patiently = <T>(what: string, check: () => Promise<T | false | null | undefined>) => until(what, check, PATIENT);

describe.skipIf(missing !== undefined)('Firefox beside Chromium', () => {
	let call: FirefoxCall;
	let ann: Caller;
	let bob: Caller;
	beforeAll(async () => {
		call = await firefoxCall();
		({ ann, bob } = call);
	}, 2 * PATIENT);
	afterAll(() => call?.close());

	it('see and hear each other', async () => {
		await call.bothMove();
		// A flash of the pattern is white.
		const isBlue = async () => {
			const { r, b } = await ann.colour('bob');
			return b > 150 && r < 100;
		};
		const isRed = async () => {
			const { r, b } = await bob.colour('ann');
			return r > 150 && b < 100;
		};
		await patiently('ann sees blue', isBlue);
		await patiently('bob sees red', isRed);
		const hears = async (caller: Caller, of: string, hertz: number) =>
			Math.abs((await caller.loudest(`audio-${of}`)) - hertz) < 30;
		await patiently('ann hears bob', () => hears(ann, 'bob', BOB));
		await patiently('bob hears ann', () => hears(bob, 'ann', ANN.hum));
	});

	it('Chromium gets the layer of Firefox that fits a tile', async () => {
		const tile = (width: number, height: number) =>
			bob.run(`meeting.participants.get('ann').setViewPort(${width}, ${height})`);
		const height = async () => (await bob.pictureSize('ann')).height;
		await tile(1280, 720);
		await patiently('a large tile is sharp', async () => (await height()) === 360);
		await tile(160, 90);
		await patiently('a small tile gets a small layer', async () => (await height()) === 180);
		await tile(1280, 720);
		await patiently('it is sharp again', async () => (await height()) === 360);
	});

	it.each([
		['Chromium', 'Firefox'],
		['Firefox', 'Chromium'],
	])('a screen that %s shares is seen in %s', async (from) => {
		const [sender, viewer] = from === 'Firefox' ? [ann, bob] : [bob, ann];
		await sender.page.evaluate(async () => {
			const canvas = document.createElement('canvas');
			[canvas.width, canvas.height] = [640, 360];
			const context = canvas.getContext('2d') as CanvasRenderingContext2D;
			let frame = 0;
			setInterval(() => {
				context.fillStyle = 'rgb(0, 160, 0)';
				context.fillRect(0, 0, 640, 360);
				context.fillStyle = 'black';
				context.fillRect((frame++ * 10) % 600, 0, 10, 20);
			}, 100);
			const page = window as never as { meeting: { enableScreenShare(stream: MediaStream): Promise<void> } };
			await page.meeting.enableScreenShare(canvas.captureStream());
		});
		const isGreen = async () => {
			const { r, g, b } = await viewer.colour(sender.id, 'share');
			return g > 90 && r < 100 && b < 100;
		};
		await patiently('the screen is seen', isGreen);
		await sender.run('meeting.disableScreenShare()');
		const kinds = `[...meeting.participants.get('${sender.id}').streams.values()].map(({ kind }) => kind)`;
		await patiently('it is over', async () => !(await viewer.run<string[]>(kinds)).includes('share'));
	});

	it('messages go both ways, by signalling and beside it', async () => {
		for (const [from, to] of [
			[ann, bob],
			[bob, ann],
		] as const) {
			await to.run(`(async () => {
				window.said = [];
				window.data = [];
				meeting.on('data', ({ payload }) => window.data.push(payload));
				await meeting.pubSub.subscribe('CHAT', ({ message }) => window.said.push(message));
			})()`);
			await from.run(`meeting.pubSub.publish('CHAT', 'by ${from.id}')`);
			await from.run(`meeting.send('by ${from.id}')`);
			const got = (list: string) => async () => (await to.run<string[]>(`window.${list}`)).includes(`by ${from.id}`);
			await patiently(`${to.id} reads it`, got('said'));
			await patiently(`${to.id} gets it beside`, got('data'));
		}
	});
});
