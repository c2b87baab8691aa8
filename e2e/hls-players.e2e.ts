import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { PLAYERS, type PlayerName, play, playerState } from './support/hlsPlayers.ts';
import { type Clip, HlsSource, makeClip } from './support/hlsSource.ts';
import { until } from './support/wait.ts';

/** Pictures a second. */
const RATE = 30;
const HOUR = 3600;
/** Ages at which the long round begins a stream, seconds. */
const LONG = [0, 90, HOUR, 10 * HOUR, 72 * HOUR];
/** At this one, 0.001 s is rounded so that Shaka loses pictures of a stream whose times begin at zero. */
const SHORT = [HOUR];
const isLong = process.env.ROOMCAST_TEST_HLS_PLAYERS === 'long';
/** The short round watches the two that are the hardest to please; hls.e2e.ts watches hls.js as well. */
const WATCHED = isLong ? PLAYERS : (['shaka', 'video.js'] as const);
/** Seconds that each player is watched. */
const SECONDS = isLong ? 15 : 3;

/** Within which video.js shows something: 2 s, and what a full machine takes longer; its own cache costs 13 s. */
const FIRST_PICTURE_MS = isLong ? 2000 : 6000;

let browser: TestBrowser;
let clip: Clip;
beforeAll(async () => {
	[browser, clip] = await Promise.all([TestBrowser.launch({ whole: true, noDevices: true }), makeClip()]);
});
afterAll(() => browser?.close());

it.for(isLong ? LONG : SHORT)(
	`${WATCHED.join(', ')}: every picture of a stream %i s old is shown`,
	{
		timeout: 60_000 + 2 * WATCHED.length * (SECONDS + 10) * 1000,
	},
	async (ageSeconds) => {
		const source = await HlsSource.start(clip, { ageSeconds });
		try {
			const faults: string[] = [];
			for (const player of WATCHED) {
				const urls = [source.livestreamUrl, source.playbackHlsUrl];
				const found = await Promise.all(urls.map((url) => faultOf(player, source.url, url)));
				faults.push(...found.filter((fault) => fault !== undefined));
			}
			expect(faults).toEqual([]);
		} finally {
			await source.close();
		}
	},
);

/** Watches a player. @returns what is wrong with it */
async function faultOf(player: PlayerName, origin: string, url: string): Promise<string | undefined> {
	const page = await play(browser, player, origin, url);
	await until(
		`${player} plays ${url}`,
		async () => {
			const { firstPictureMs, errors, pictures } = await playerState(page);
			return errors.length > 0 || (firstPictureMs !== undefined && pictures > RATE);
		},
		30_000,
	);
	// Pictures before the first key frame, where a player began between two, it cannot show.
	await sleep(1500);
	const from = await playerState(page);
	await sleep(SECONDS * 1000);
	const to = await playerState(page);
	await page.context().close();
	const pictures = to.pictures - from.pictures;
	const expected = (to.position - from.position) * RATE;
	const stalls = to.stalls - from.stalls;
	const { firstPictureMs = Number.POSITIVE_INFINITY, errors } = to;
	const told = `${player} ${url.replace(/.*\//, '')}: ${pictures} of ${Math.round(expected)} pictures, ${stalls} stalls, first after ${Math.round(firstPictureMs)} ms ${errors}`;
	console.log(told);
	// A few may be decoded and not yet shown, at either end.
	const enough = expected > 0 && pictures >= expected * 0.99 - 4;
	const late = player === 'video.js' && firstPictureMs > FIRST_PICTURE_MS;
	return enough && !late && stalls === 0 && errors.length === 0 ? undefined : told;
}
