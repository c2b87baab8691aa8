import { layOut, layoutOptions } from '@roomcast/picture/layout/layout';
import { RECORDING_THEMES } from '@roomcast/picture/theme/recording';
import { near, Pictures, type Rgb } from '@roomcast/testing/media/analyse';
import { until } from '@roomcast/testing/until';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawAvatarTile } from '../packages/composer/src/draw/avatar-tile.ts';
import { TestBrowser } from './support/browser.ts';
import { download, startRecording, stopRecording, storedRecording } from './support/recordings.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

const PERSON = { id: 'elodie', name: 'Élodie (she/her) Martin-Łaski' };

let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch()]);
});
afterAll(async () => {
	await browser?.close();
});

/** Joins by the meeting page, without a camera. */
async function join(roomId: string): Promise<Page> {
	const query = {
		token: server.token(),
		participantId: PERSON.id,
		name: PERSON.name,
		micEnabled: 'false',
		webcamEnabled: 'false',
		joinWithoutUserInteraction: 'true',
	};
	return browser.page(`${server.url}/meet/${roomId}?${new URLSearchParams(query)}`);
}

/** Initials and colours as the page shows them. */
async function avatarOn(page: Page): Promise<{ letters: string; background: Rgb; text: Rgb }> {
	const shown = await page.locator('[data-testid="tile"] span.rounded-full').evaluate((avatar) => {
		const { backgroundColor, color } = getComputedStyle(avatar);
		return { letters: avatar.textContent ?? '', backgroundColor, color };
	});
	const rgb = (css: string) => (css.match(/\d+/g) ?? []).map(Number) as unknown as Rgb;
	return { letters: shown.letters, background: rgb(shown.backgroundColor), text: rgb(shown.color) };
}

it('a person has the same colours and initials on the page and in a recording', async () => {
	const roomId = await server.room();
	const page = await join(roomId);
	await page.getByTestId('tile').waitFor();
	const avatar = await avatarOn(page);
	expect(avatar.letters).toBe('ÉŁ');

	const id = await startRecording(server, 'meeting', { roomId });
	await until('a second is recorded', async () => {
		const { start } = await server.rest('GET /v2/recordings/:id', { params: { id } });
		return start !== null && Date.now() - Date.parse(start) > 1000;
	});
	await stopRecording(server, 'meeting', { roomId });
	const { file } = await storedRecording(server, 'meeting', id);
	const path = await download(server, file.fileUrl, 'avatar.mp4');
	const recorded = await Pictures.read(path, { width: 1280, height: 720 }, 1);

	const alone = { ...PERSON, order: 0, pinned: false, spokeMs: 0, hasCamera: false, sharesScreen: false };
	const [tile] = layOut([alone], layoutOptions(undefined, false));
	if (tile === undefined) throw new Error('nobody is shown');
	const { rect } = tile;
	const at = (x: number, y: number) => recorded.at(0, (rect.x + x + 0.5) / 1280, (rect.y + y + 0.5) / 720);
	// In the disc, below its letters.
	expect(near(at(rect.width / 2, rect.height * 0.66), avatar.background, 6)).toBe(true);

	/** How far the recording is from a drawing with these letters, a pixel of the disc on average. */
	const distance = (letters: string) => {
		const drawn = drawAvatarTile(rect, { id: PERSON.id, name: letters }, RECORDING_THEMES.DEFAULT);
		let sum = 0;
		let count = 0;
		for (let y = Math.floor(rect.height * 0.4); y < rect.height * 0.6; y += 2) {
			for (let x = Math.floor(rect.width * 0.42); x < rect.width * 0.58; x += 2) {
				const pixel = at(x, y);
				for (const [index, value] of pixel.entries())
					sum += Math.abs(value - (drawn[(y * rect.width + x) * 4 + index] ?? 0));
				count += 3;
			}
		}
		return sum / count;
	};
	const same = distance([...avatar.letters].join(' '));
	expect(same).toBeLessThan(6);
	for (const other of ['É S', 'É', 'E L']) expect(distance(other), other).toBeGreaterThan(same * 1.2);
	// The letters have the page's colour too.
	const inks = Array.from({ length: 200 }, (_, step) => at(rect.width * (0.42 + step * 0.0008), rect.height * 0.5));
	expect(inks.some((ink) => near(ink, avatar.text, 12))).toBe(true);
});
