import { expect, it } from 'vitest';
import { liveProblem } from './liveProblem.ts';

it.each([
	['rtmp://127.0.0.1:1/live: nothing listens there', /does not answer.*check its address/i],
	['rtmp://live.exmaple.com/app: there is no host of this name', /does not answer.*check its address/i],
	['rtmp://live.example.com/app refused: NetStream.Publish.BadName', /stream key again/],
	['the server refused the user and the password of the url: authfailed', /stream key again/],
	['rtmps://live.example.com/app: its certificate is not valid: expired', /trusted.*check it/i],
	['The request is not valid: data.outputs[0].url: 127.0.0.1 is not a public address', /address.*again/],
	['outputs[0].url: rtmp://127.0.0.1:1: nothing listens there', /does not answer.*check its address/i],
	['outputs[0].streamKey: rtmp://live.example.com refused: NetStream.Publish.BadName', /stream key again/],
	['no composer is free', /try again.*administrator/i],
])('says what to do about "%s"', (reason, help) => {
	for (const code of [4013, 5002]) {
		const said = liveProblem(code, `The livestream could not be started: ${reason}`) ?? '';
		expect(said).toMatch(help);
		// No address, no code, no word of a protocol.
		expect(said).not.toMatch(/rtmp|NetStream|outputs|composer|127\.0\.0\.1/i);
	}
});

it('counts destinations from 1', () => {
	expect(liveProblem(4015, 'outputs[1].url is no address of an application')).toMatch(/Destination 2 /);
	expect(liveProblem(4015, 'outputs[0].url is no address of an application')).toMatch(/Its destination /);
});

it('has a sentence for every error of a stream, and none for others', () => {
	for (const code of [4013, 4014, 4015, 4016, 4017, 5002, 5003]) expect(liveProblem(code, '')).toMatch(/[a-z]\.$/);
	for (const code of [4011, 4019, 5001, 3044]) expect(liveProblem(code, '')).toBeUndefined();
});
