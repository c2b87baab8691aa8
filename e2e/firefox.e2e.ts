import { probe } from '@roomcast/testing/media/ffmpeg';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Caller } from './support/caller.ts';
import { MICROPHONE } from './support/firefox.ts';
import { ANN, BOB, type FirefoxCall, firefoxCall, PATIENT, SILENT, whyNoFirefox } from './support/firefoxCall.ts';
import { longestPause, sendPattern } from './support/pattern.ts';
import { download, startRecording, stopRecording, storedRecording } from './support/recordings.ts';
import { TestServer } from './support/server.ts';
import { Watched } from './support/watched.ts';

/** Seconds that Ann is recorded. */
const SECONDS = Number(process.env.ROOMCAST_TEST_FIREFOX_SECONDS ?? 12);

const missing = await whyNoFirefox();
if (missing !== undefined) console.warn(`No tests in Firefox: ${missing}`);

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
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

	it('messages go both ways, by signalling and by data channels', async () => {
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

	describe('at length', { tags: ['long'], timeout: 240_000 }, () => {
		it('a tile out of sight stops, and moves again when it is visible', async () => {
			const tile = (width: number, height: number) =>
				bob.run(`meeting.participants.get('ann').setViewPort(${width}, ${height})`);
			await call.bothMove();
			await tile(0, 0);
			await patiently('it stands still', async () => {
				const before = await bob.frames('ann');
				await pause(500);
				return (await bob.frames('ann')) === before;
			});
			await tile(1280, 720);
			await call.bothMove();
		});

		// H.264 is a plugin that Firefox downloads.
		it.each(['VP9', 'AV1'])('Chromium sees what Firefox sends in %s', async (codec) => {
			// Another track of a camera that is on is sent as the one before.
			await ann.run('meeting.disableWebcam()');
			await ann.page.evaluate(async (codec) => {
				const page = window as never as {
					VideoSDK: { createCameraVideoTrack(o: unknown): Promise<MediaStream> };
					meeting: { enableWebcam(t: MediaStream): Promise<void> };
				};
				await page.meeting.enableWebcam(
					await page.VideoSDK.createCameraVideoTrack({ codec, encoderConfig: 'h360p_w640p' }),
				);
			}, codec);
			const used = () =>
				bob.run<string | undefined>(
					`[...meeting.participants.get('ann').streams.values()].find(({ kind }) => kind === 'video')?.codec`,
				);
			await patiently('bob gets it', async () => (await used())?.toUpperCase() === `VIDEO/${codec}`);
			await call.bothMove();
			await patiently('it is sharp', async () => (await bob.pictureSize('ann')).height === 360);
		});

		it('everyone sees a board that Firefox shares and draws once, also late joiners', async () => {
			const { chromium, server, roomId } = call;
			await ann.page.evaluate(async () => {
				const canvas = document.createElement('canvas');
				[canvas.width, canvas.height] = [640, 360];
				const context = canvas.getContext('2d') as CanvasRenderingContext2D;
				context.fillStyle = 'rgb(0, 160, 0)';
				context.fillRect(0, 0, 640, 360);
				const page = window as never as { meeting: { enableScreenShare(stream: MediaStream): Promise<void> } };
				await page.meeting.enableScreenShare(canvas.captureStream());
			});
			const isGreenTo = (viewer: Caller) => async () => {
				const { r, g, b } = await viewer.colour('ann', 'share');
				return g > 90 && r < 100 && b < 100;
			};
			await patiently('bob sees it', isGreenTo(bob));
			// Longer than the browser repeats a drawing on its own.
			await pause(1500);
			const late = await Caller.join(chromium, server, { roomId, participantId: 'late', meeting: SILENT });
			await patiently('late sees it', isGreenTo(late));
			await late.page.close();
			await ann.run('meeting.disableScreenShare()');
		});

		it('the meeting page in Firefox: sees, writes and reads', async () => {
			const { firefox, server, roomId } = call;
			const query = {
				token: server.token(),
				name: 'Cat',
				joinWithoutUserInteraction: 'true',
				micEnabled: 'false',
				webcamEnabled: 'false',
			};
			await bob.run(`meeting.pubSub.subscribe('CHAT', ({ message }) => (window.said ??= []).push(message))`);
			const cat = await firefox.page(`${server.url}/meet/${roomId}?${new URLSearchParams(query)}`);
			await cat.getByTestId('call').waitFor({ timeout: PATIENT });
			await patiently('cat sees bob move', () =>
				cat.evaluate(() =>
					[...document.querySelectorAll('video')].some((video) => video.videoWidth > 0 && video.currentTime > 1),
				),
			);
			await cat.getByTestId('chat-button').click();
			// React does not notice what Playwright fills in over WebDriver BiDi.
			await cat.getByTestId('chat-input').pressSequentially('Hello from Firefox');
			await cat.getByTestId('chat-input').press('Enter');
			await patiently('bob reads it', async () =>
				(await bob.run<string[]>('window.said ?? []')).includes('Hello from Firefox'),
			);
			await bob.run(`meeting.pubSub.publish('CHAT', 'Hello from Chromium')`);
			await cat.getByText('Hello from Chromium').first().waitFor({ timeout: PATIENT });
			await cat.close();
		});

		it('a camera that is unplugged is replaced by another, and opened again when there is one', async () => {
			if (await ann.run('meeting.localParticipant.webcamOn')) await ann.run('meeting.disableWebcam()');
			await ann.run('meeting.enableWebcam()');
			await call.bothMove();
			await call.firefox.unplug(true);
			await patiently('ann hears of it', async () =>
				(await ann.events('error')).some(({ args }) => (args[0] as { code: number }).code === 3027),
			);
			const on = (is: boolean) => async () =>
				(await ann.run('meeting.localParticipant.webcamOn')) === is &&
				(await bob.run(`meeting.participants.get('ann').webcamOn`)) === is;
			await patiently('the camera is on again', on(true));
			await call.bothMove();
			await call.firefox.unplug(false);
			await patiently('there is no other', on(false));
			await call.firefox.plugIn();
			await ann.run('meeting.enableWebcam()');
			await patiently('the camera is back', on(true));
			await call.bothMove();
		});

		it('a WebSocket that is cut comes back, and pictures continue meanwhile', async () => {
			await ann.run(`meeting.pubSub.subscribe('CUT', ({ message }) => (window.missed ??= []).push(message))`);
			const states = async () =>
				(await ann.events('meeting-state-changed')).map(({ args }) => (args[0] as { state: string }).state);
			call.proxy.cut();
			await patiently('ann notices', async () => (await states()).at(-1) === 'RECONNECTING');
			await bob.run(`meeting.pubSub.publish('CUT', 'while you were away')`);
			await call.bothMove();
			call.proxy.restore();
			await patiently('ann is back', async () => (await states()).at(-1) === 'CONNECTED');
			await patiently('nothing was lost', async () => (await ann.run<string[]>('window.missed ?? []')).length === 1);
			expect(await bob.events('participant-left')).not.toContainEqual(
				expect.objectContaining({ args: expect.arrayContaining(['ann']) }),
			);
		});

		it('media is set up again when the media workers die', async () => {
			for (const pid of await call.server.workerPids()) process.kill(pid, 'SIGKILL');
			await call.bothMove();
			await patiently('bob hears ann', async () => Math.abs((await bob.loudest('audio-ann')) - ANN.hum) < 30);
		});

		it('a recording has each picture and the sound that Firefox sends', async () => {
			const { firefox, server } = call;
			const roomId = await server.room();
			const participantId = 'dan';
			const meeting = { micEnabled: true, webcamEnabled: false };
			const dan = await Caller.join(firefox, server, { roomId, participantId, meeting });
			await sendPattern(dan, { colour: 'rgb(255, 0, 0)', clock: true, large: true });
			const body = { roomId, participantId, fileFormat: 'webm' };
			const id = await startRecording(server, 'participant', body);
			await pause(SECONDS * 1000);
			await stopRecording(server, 'participant', body);
			const { recording, file } = await storedRecording(server, 'participant', id);
			const path = await download(server, file.fileUrl, 'dan.webm');
			const report = await probe(path);
			const seconds = Number(report.format.duration);
			expect(seconds).toBeGreaterThan(SECONDS - 1);
			const video = report.streams.find(({ codec_type: type }) => type === 'video');
			expect(video).toMatchObject({ width: 640, height: 360 });
			const watched = await Watched.read(path, Date.parse(recording.start));
			const seen = watched.seen([255, 0, 0]);
			expect(seen.length, JSON.stringify(seen)).toBe(1);
			const [whole = [0, 0] as const] = seen;
			expect(whole[1] - whole[0]).toBeGreaterThan(seconds - 0.5);
			expect(watched.standstill(whole), 'frozen').toBeLessThan(1 + (await longestPause(dan)) / 1000);
			const heard = watched.heard(MICROPHONE);
			const sum = heard.reduce((total, [from, to]) => total + to - from, 0);
			// Its microphone is a seventh slow without a sound card, as no real one is: the clock of a recording loses some of that.
			expect(sum, JSON.stringify(heard)).toBeGreaterThan(seconds * 0.4);
			await dan.page.close();
		});

		it('a viewer watches the stream of the room, to its end', async () => {
			const { firefox, server, roomId } = call;
			const page = await firefox.page(`${server.url}/watch/${roomId}`);
			await page.getByTestId('waiting-screen').waitFor({ timeout: PATIENT });
			await server.rest('POST /v2/hls/start', { body: { roomId } });
			await page.getByTestId('player').waitFor({ timeout: PATIENT });
			const frames = () =>
				page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0);
			await patiently('it plays', async () => (await frames()) > 30);
			await patiently('it says how far behind it is', async () =>
				/^[0-9] s behind live$/.test((await page.getByTestId('behind').textContent()) ?? ''),
			);
			await server.rest('POST /v2/hls/end', { body: { roomId } });
			await page.getByTestId('ended-screen').waitFor({ timeout: PATIENT });
			await page.close();
		});

		it('the meeting page names a loopback address that the server announces', async () => {
			const env = { ROOMCAST_MEDIA_LISTEN_IP: '127.0.0.1', ROOMCAST_MEDIA_ANNOUNCED_IP: '127.0.0.1' };
			const local = await TestServer.start({ network: call.network, env });
			try {
				const query = new URLSearchParams({ token: local.token(), name: 'Eve', joinWithoutUserInteraction: 'true' });
				const page = await call.firefox.page(`${local.url}/meet/${await local.room()}?${query}`);
				// ICE takes long to fail.
				await page.locator('[data-error-code="MEDIA_ON_LOOPBACK"]').waitFor({ timeout: 120_000 });
				await page.getByText('ROOMCAST_MEDIA_ANNOUNCED_IP').waitFor();
				await page.close();
			} finally {
				await local.stop();
			}
		});
	});
});
