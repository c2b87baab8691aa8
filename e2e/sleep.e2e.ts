import { until } from '@roomcast/testing/until';
import { expect, it, onTestFinished, vi } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { moves } from './support/moves.ts';
import { TestServer } from './support/server.ts';

vi.setConfig({ testTimeout: 600_000 });

/** Seconds of sleep, each with the tokens of those who sleep: `long` ones, or some that have `ended` by the time they wake. */
const SLEEPS = (process.env.ROOMCAST_TEST_SLEEPS ?? '40 ended').split(',').map((one) => one.trim().split(' '));
/** Who sleeps: in a round of its own, three of each. */
const IDS = process.env.ROOMCAST_TEST_SLEEPS === undefined ? ['ann'] : ['ann', 'ben', 'cem'];
/** Limit in ms until everything is sent again. It takes about 3 s on an idle machine; only a hang counts here. */
const AWAKE = 20_000;
/** Seconds until a short token expires: enough for three pages to join. */
const LIFE = 30;

it.each(SLEEPS)(
	'laptops that sleep for %s s, with tokens that are %s: what was on is sent again',
	async (seconds, kind) => {
		const server = await TestServer.start({ env: { ROOMCAST_TOKEN_LEEWAY: '0' } });
		onTestFinished(() => server.stop());
		const [asleep, awake] = [
			await TestBrowser.launch({ colour: 'red', own: true }),
			await TestBrowser.launch({ colour: 'blue' }),
		];
		onTestFinished(async () => {
			await Promise.all([asleep.close(), awake.close()]);
		});
		const roomId = await server.room();
		const host = await Caller.join(awake, server, { roomId, participantId: 'host' });
		const ends = Math.floor(Date.now() / 1000) + LIFE;
		const sleepers: Caller[] = [];
		for (const participantId of IDS) {
			const claims = kind === 'ended' ? { exp: ends } : {};
			sleepers.push(
				await Caller.join(asleep, server, { roomId, participantId, token: server.token({ claims: { ...claims } }) }),
			);
		}
		const seen = () => Promise.all(IDS.map((of) => moves(host, of, { more: 3, timeout: 60_000 })));
		const heard = async (of: string) => {
			await until(`${of} is unmuted`, () =>
				host.run<boolean>(
					`meeting.participants.get('${of}')?.micOn === true && meeting.participants.get('${of}')?.webcamOn === true`,
				),
			);
		};
		await seen();

		await asleep.freeze();
		const slept = performance.now();
		const left = () => Number(seconds) * 1000 - (performance.now() - slept);
		while (left() > 0 || (kind === 'ended' && Date.now() / 1000 <= ends))
			await new Promise((resolve) => setTimeout(resolve, 100));
		await asleep.thaw();
		const [since, woke] = [performance.now(), Date.now()];
		await seen();
		const took = performance.now() - since;
		const states = await Promise.all(sleepers.map((sleeper) => sleeper.events('meeting-state-changed')));
		const again = states.map((changes) => (changes.at(-1)?.at ?? 0) - woke);
		console.info(
			`${seconds} s of sleep, tokens ${kind}: in again after ${again.join(', ')} ms, all are seen after ${Math.round(took)} ms`,
		);
		await Promise.all(IDS.map(heard));
		expect(took).toBeLessThan(AWAKE);
		for (const sleeper of sleepers) {
			expect(await sleeper.run('meeting.state')).toBe('CONNECTED');
			expect(await sleeper.run('[meeting.localParticipant.micOn, meeting.localParticipant.webcamOn]')).toEqual([
				true,
				true,
			]);
			const errors = await sleeper.events('error');
			expect(errors.map(({ args }) => args)).toEqual([]);
		}
	},
);
