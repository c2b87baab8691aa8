import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@roomcast/testing/until';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from '../support/browser.ts';
import { PLAYERS, type PlayerName, play, playerState } from '../support/hlsPlayers.ts';
import { type Clip, HlsSource, makeClip } from '../support/hlsSource.ts';

/** Pictures a second. */
const RATE = 30;
const HOUR = 3600;
/** Ages at which the long round begins a stream, seconds. `-t '90 s old'` takes one of them. */
const LONG = [0, 90, HOUR, 10 * HOUR, 72 * HOUR];
/** At this one, 0.001 s is rounded so that Shaka loses pictures of a stream whose times begin at zero. */
const SHORT = [HOUR];
const isLong = process.env.ROOMCAST_TEST_HLS_PLAYERS === 'long';
/** The short round watches the two strictest players; hls.e2e.ts watches hls.js as well. */
const WATCHED = isLong ? PLAYERS : (['shaka', 'video.js'] as const);
/** Seconds that each player is watched. */
const SECONDS = isLong ? 15 : 3;

/** The player whose first picture is timed: it repeats its last request, and an answer from its own cache costs 13 s. */
const TIMED: PlayerName = 'video.js';
/** Time in which it shows something: 2 s, and more on a busy machine. */
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
				const pages = await begin(player, source.url, urls);
				const found = await Promise.all(pages.map(({ url, page }) => faultOf(player, url, page)));
				faults.push(...found.filter((fault) => fault !== undefined));
			}
			expect(faults).toEqual([]);
		} finally {
			await source.close();
		}
	},
);

/**
 * Plays each URL in a page of its own. In the long round a player that is timed gets one page after the other: a
 * viewer opens one, and two that begin at once wait for each other on a small machine.
 */
async function begin(
	player: PlayerName,
	origin: string,
	urls: readonly string[],
): Promise<{ url: string; page: Page }[]> {
	const open = async (url: string) => ({ url, page: await begun(player, origin, url) });
	if (!isLong || player !== TIMED) return Promise.all(urls.map(open));
	const pages = [];
	for (const url of urls) pages.push(await open(url));
	return pages;
}

/** A page in which a player plays, or has failed. */
async function begun(player: PlayerName, origin: string, url: string): Promise<Page> {
	const page = await play(browser, player, origin, url);
	await until(
		`${player} plays ${url}`,
		async () => {
			const { firstPictureMs, errors, pictures } = await playerState(page);
			return errors.length > 0 || (firstPictureMs !== undefined && pictures > RATE);
		},
		30_000,
	);
	return page;
}

/** Watches a player that plays. @returns what is wrong with it */
async function faultOf(player: PlayerName, url: string, page: Page): Promise<string | undefined> {
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
	const late = player === TIMED && firstPictureMs > FIRST_PICTURE_MS;
	return enough && !late && stalls === 0 && errors.length === 0 ? undefined : told;
}
